internal import APIServerContract
internal import Conformance
internal import Schema

/// How stories write documents and what is read off them.
enum Documents {
    /// `labels.app` stands for `metadata.labels.app`, `generation` for `metadata.generation`.
    static func path(_ text: String) -> [String] {
        let steps = text.split(separator: ".", maxSplits: 1).map(String.init)
        let inMetadata: Set<String> = [
            "labels", "annotations", "generation", "finalizers", "name", "namespace", "uid", "resourceVersion",
            "creationTimestamp", "deletionTimestamp", "ownerReferences",
        ]
        if inMetadata.contains(steps[0]) { return ["metadata"] + steps }
        return text.split(separator: ".").map(String.init)
    }

    static func shown(_ members: [String], of document: JSON) -> String {
        members.map { member in document[path: path(member)].map(text) ?? "none" }.joined(separator: " ")
    }

    static func text(_ value: JSON) -> String { value.string ?? String(decoding: value.bytes, as: UTF8.self) }

    static func names(_ items: [JSON], withNamespace: Bool) -> String {
        let names = items.map { withNamespace && !$0.namespace.isEmpty ? "\($0.namespace)/\($0.name)" : $0.name }
        return names.isEmpty ? "nothing" : names.joined(separator: " ")
    }

    /// `409 Conflict`.
    static func refusal(_ answer: JSON) -> String {
        guard let status = answer["status"] else { return "no answer that makes sense: \(answer)" }
        return "\(status["code"]?.integer ?? 0) \(status["reason"]?.string ?? "")"
    }

    /// As texts, or as documents: in these the order of members doesn't count.
    static func areEqual(_ answer: String, _ expected: String) -> Bool {
        if answer == expected { return true }
        guard "{[".contains(expected.first ?? " "), let expected = try? JSON(parsing: Array(expected.utf8)),
            let answer = try? JSON(parsing: Array(answer.utf8))
        else { return false }
        return answer == expected
    }

    /// `app=web,tier=front`
    static func labels(_ text: String) -> [String: String] {
        let pairs = text.split(separator: ",").map { Attribute($0) }
        return Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    /// `{…} + {…}`
    static func pair(_ line: String, after prefix: String) throws -> (JSON, JSON) {
        let parts = line.dropFirst(prefix.count).split(separator: " + ", maxSplits: 1)
        guard parts.count == 2 else { throw StoryError(line, "DOCUMENT + PATCH") }
        return (try JSON(parsing: Array(parts[0].utf8)), try JSON(parsing: Array(parts[1].utf8)))
    }
}
