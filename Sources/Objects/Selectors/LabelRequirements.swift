package import ObjectsContract

/// A label selector as text, as it stands in a request: requirements, all of which must hold.
///
/// ```
/// app=web,tier!=front,track in (stable,canary),zone notin (a),!legacy,owner
/// ```
/// Source: kubernetes.io/docs/concepts/overview/working-with-objects/labels.
package struct LabelRequirements: Sendable, Hashable {
    package var requirements: [LabelRequirement]

    /// No requirement matches everything.
    package init(_ requirements: [LabelRequirement] = []) { self.requirements = requirements }

    package init(parsing text: String) throws(SelectorError) {
        var parser = LabelSelectorParser(text)
        requirements = try parser.requirements()
    }

    package func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { $0.holds(for: labels[$0.key]) }
    }
}

extension LabelRequirements: CustomStringConvertible {
    package var description: String { requirements.map(\.text).joined(separator: ",") }
}

extension LabelRequirement {
    /// As a request has it.
    package var text: String {
        switch condition {
        case .equals(let value): "\(key)=\(value)"
        case .notEquals(let value): "\(key)!=\(value)"
        case .within(let values): "\(key) in (\(values.sorted().joined(separator: ",")))"
        case .notWithin(let values): "\(key) notin (\(values.sorted().joined(separator: ",")))"
        case .exists: key
        case .doesNotExist: "!\(key)"
        case .greaterThan(let bound): "\(key)>\(bound)"
        case .lessThan(let bound): "\(key)<\(bound)"
        }
    }
}
