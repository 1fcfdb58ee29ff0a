internal import Conformance
internal import ObjectsContract

/// How stories tell of labels, fields and what selects by them.
enum SelectorWords {
    /// `app=web,tier=front`.
    static func pairs(_ text: String) -> [String: String] {
        let pairs = text.split(separator: ",").map { Attribute($0) }
        return [String: String](pairs.map { ($0.key, $0.value) }) { _, last in last }
    }

    /// `metadata.name is web; spec.nodeName is not n1`.
    static func text(_ requirements: [FieldRequirement]) -> String {
        if requirements.isEmpty { return "everything" }
        return requirements.map {
            "\($0.field) is\($0.isNegated ? " not" : "") \($0.value.isEmpty ? "empty" : $0.value)"
        }
        .joined(separator: "; ")
    }
}

extension Story {
    /// - Parameter selector: as a request has it.
    func select(_ word: String, _ selector: String) async throws -> String {
        switch word {
        case "fields": return try await core.fieldRequirements(selector).text(SelectorWords.text)
        case "chooses":
            guard case .value(let requirements) = try await core.fieldRequirements(selector) else { return "refused" }
            for requirement in requirements {
                if try await !core.holds(requirement, for: fields[requirement.field] ?? "") { return "no" }
            }
            return "yes"
        default:
            guard case .value(let requirements) = try await core.labelRequirements(selector) else { return "refused" }
            for requirement in requirements {
                if try await !core.holds(requirement, for: labels[requirement.key]) { return "no" }
            }
            return "yes"
        }
    }
}
