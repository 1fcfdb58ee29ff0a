internal import API
internal import APIServerContract
internal import Conformance
internal import Schema

/// How stories tell of requests: `update configmaps/web from jane data.color=blue labels.app=web show data.color`.
///
/// | word | what it says |
/// |---|---|
/// | `in=other` | the namespace; `default` without it; `in=all` for a list of all |
/// | `data.color=red`, `spec.replicas=3`, `status.replicas=1` | a member of the object; numbers are numbers |
/// | `labels.app=web`, `annotations.note=x`, `finalizers=a.io/b,c.io/d`, `name=`, `generateName=` | of its metadata |
/// | `from jane` | the object is what jane has read, with what else is said |
/// | `version=jane`, `uid=jane` | those that jane has read: in the object, or for `delete` as a precondition |
/// | `selector=app=web` | of a list: the labels that objects must have |
/// | `merge {…}`, `strategic {…}` | of a patch |
struct Words {
    let readings: [String: JSON]

    func request(_ line: String) throws -> (request: ObjectRequest, shown: [String]) {
        if line.hasPrefix("patch ") { return try patch(line) }
        var words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { throw StoryError(line, "a request is VERB RESOURCE/NAME") }
        var shown: [String] = []
        if let show = words.firstIndex(of: "show") {
            shown = Array(words[(show + 1)...])
            words.removeSubrange(show...)
        }
        var request = try target(words[0], words[1], line)
        try read(words.dropFirst(2), into: &request, line)
        return (request, shown)
    }

    /// `patch configmaps/web merge {"data": {"color": "red"}}`
    private func patch(_ line: String) throws -> (request: ObjectRequest, shown: [String]) {
        guard let brace = line.firstIndex(of: "{") else { throw StoryError(line, "a patch is an object") }
        let parts = (line[brace...] + " ").split(separator: " show ", maxSplits: 1)
        let words = line[..<brace].split(separator: " ").map(String.init)
        guard words.count >= 3 else { throw StoryError(line, "patch RESOURCE/NAME merge {…}") }
        var request = try target("patch", words[1], line)
        request.patchType = words[2]
        var body = try JSON(parsing: Array(parts[0].utf8))
        if words.count > 3, let version = readings[words[3]]?.resourceVersion { body.resourceVersion = version }
        request.body = RawJSON(json: body)
        return (request, parts.count > 1 ? parts[1].split(separator: " ").map(String.init) : [])
    }

    private func target(_ verb: String, _ path: String, _ line: String) throws -> ObjectRequest {
        let parts = path.split(separator: "/").map(String.init)
        var request = ObjectRequest()
        request.verb = verb
        request.resource = parts[0]
        if parts.count > 1 { request.name = parts[1] }
        if parts.count > 2 { request.subresource = parts[2] }
        guard let kind = Resources.all.first(where: { $0.kind.plural == parts[0] })?.kind else { return request }
        if kind.isNamespaced { request.namespace = "default" }
        return request
    }

    private func read(_ words: ArraySlice<String>, into request: inout ObjectRequest, _ line: String) throws {
        var document: JSON = [:]
        if ["create", "update"].contains(request.verb) {
            let kind = Resources.all.first { $0.kind.plural == request.resource }?.kind
            document = ["apiVersion": .string(kind?.apiVersion ?? ""), "kind": .string(kind?.name ?? "")]
            if !request.name.isEmpty { document[path: ["metadata", "name"]] = .string(request.name) }
            if request.verb == "create" { request.name = "" }
        }
        var words = words
        if words.first == "from", let reader = words.dropFirst().first {
            guard let read = readings[reader] else { throw StoryError(line, "\(reader) has read nothing") }
            (document, words) = (read, words.dropFirst(2))
        }
        for word in words.map({ Attribute($0) }) { try apply(word, to: &document, &request, line) }
        request.body = RawJSON(json: document)
    }

    private func apply(
        _ word: Attribute, to document: inout JSON, _ request: inout ObjectRequest, _ line: String
    ) throws {
        switch word.key {
        case "in": request.namespace = word.value == "all" ? "" : word.value
        case "selector": request.labels = Documents.labels(word.value)
        case "version", "uid":
            let reading = readings[word.value]
            let value = (word.key == "uid" ? reading?.uid : reading?.resourceVersion) ?? word.value
            let member = word.key == "uid" ? "uid" : "resourceVersion"
            let place = request.verb == "delete" ? "preconditions" : "metadata"
            document[path: [place, member]] = .string(value)
        case "finalizers": document.finalizers = word.value.split(separator: ",").map(String.init)
        case "name", "generateName", "creationTimestamp":
            document[path: ["metadata", word.key]] = .string(word.value)
        default:
            let path = Documents.path(word.key)
            guard path.count > 1 else { throw StoryError(line, "nobody knows \(word.key)") }
            document[path: path] = Int64(word.value).map { .integer($0) } ?? .string(word.value)
        }
    }
}
