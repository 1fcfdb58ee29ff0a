internal import API
internal import APIServerContract
internal import Conformance
internal import Schema

/// The questions that aren't requests for an object.
extension Story {
    /// `watch configmaps after=jane in=all selector=app=web show data.color`: `ADDED web red, DELETED web red`.
    ///
    /// With `reader=joe`, Joe then has read what the last event says.
    mutating func watch(_ line: String) async throws -> String {
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { throw StoryError(line, "watch RESOURCE after=WHO") }
        var request = WatchRequest()
        request.resource = words[1]
        request.namespace = "default"
        var reader = ""
        let shown = words.firstIndex(of: "show").map { Array(words[($0 + 1)...]) } ?? []
        for word in words.dropFirst(2).prefix(while: { $0 != "show" }).map({ Attribute($0) }) {
            switch word.key {
            case "in": request.namespace = word.value == "all" ? "" : word.value
            case "selector": request.labels = Documents.labels(word.value)
            case "reader": reader = word.value
            case "after":
                guard let version = Int(readings[word.value]?.resourceVersion ?? word.value) else {
                    throw StoryError(line, "\(word.value) has read nothing")
                }
                request.after = version
            default: throw StoryError(line, "nobody knows \(word.key)")
            }
        }
        let answer = try await worker.call("watch", request.json)
        guard let events = answer["events"]?.array else { return Documents.refusal(answer) }
        if let last = events.last?["object"], !reader.isEmpty { readings[reader] = last }
        let texts = events.map { event in
            let object = event["object"] ?? .null
            let values = shown.isEmpty ? "" : " " + Documents.shown(shown, of: object)
            return "\(event["type"]?.string ?? "?") \(object.name)\(values)"
        }
        return texts.isEmpty ? "nothing" : texts.joined(separator: ", ")
    }

    /// `merge {"a": 1} + {"a": null}`.
    func merge(_ line: String) async throws -> String {
        let (document, patch) = try Documents.pair(line, after: "merge ")
        let answer = try await worker.call("mergePatch", ["patch": patch, "document": document])
        return Documents.text(answer["object"] ?? .null)
    }

    /// `strategic pods {"spec": …} + {"spec": …}`.
    func strategic(_ line: String) async throws -> String {
        let kind = line.dropFirst("strategic ".count).prefix { $0 != " " }
        let (document, patch) = try Documents.pair(line, after: "strategic \(kind) ")
        let answer = try await worker.call(
            "strategicMergePatch", ["patch": patch, "document": document, "kind": .string(String(kind))])
        return answer["object"].map(Documents.text) ?? "refused"
    }

    /// `may jane get pods/web in=default`: `yes` or `no`.
    func may(_ line: String) async throws -> String {
        let (user, wanted) = try AccessWords.question(line)
        let answer = try await worker.call(
            "permits",
            [
                "user": .string(user.name), "groups": .array(user.groups.map { .string($0) }), "wanted": wanted.json,
                "policy": policy.json,
            ])
        return answer["permits"]?.bool == true ? "yes" : "no"
    }
}
