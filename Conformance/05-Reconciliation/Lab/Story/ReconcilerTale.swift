internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// The reconciler. What should be and what is (see ``ObjectWords``): `desired blue/motd text=hello`, `observed blue/motd@4
/// text=old`; `writes → update blue/motd`, and then `written blue/motd → text=hello`, `based-on blue/motd → 4`.
///
/// What was written for a key: `expects web create blue/motd` (`update blue/motd@4`, `delete …`), `refused blue/motd`;
/// `observes +blue/motd@5` (`blue/motd@4>5`, `-blue/motd@5`); `acts web → no`.
struct ReconcilerTale: Tale {
    static let verbs: Set = [
        "desired", "observed", "nothing-desired", "writes", "written", "based-on", "expects", "refused", "observes",
        "acts",
    ]
    let core: CoreUnderTest
    private var desired: [ConfigMap] = []
    private var observed: [ConfigMap] = []
    private var writes: [Write] = []
    private var expected: [Write] = []

    init(core: CoreUnderTest) { self.core = core }

    mutating func tell(_ verb: String, _ words: ArraySlice<String>, now: Int, _ line: String) async throws -> String? {
        switch verb {
        case "desired": desired.append(try ObjectWords.configMap(words, line).desired)
        case "observed":
            let object = try ObjectWords.configMap(words, line)
            observed = observed.filter { $0.key != object.key } + [object]
        case "nothing-desired": desired = []
        case "writes":
            writes = try await core.writes(desired: desired, observed: observed)
            return ObjectWords.text(writes)
        case "written": return try write(of: words.first, line).map(ObjectWords.content) ?? "nothing"
        case "based-on": return try write(of: words.first, line).map(\.metadata.resourceVersion) ?? "nothing"
        case "acts": return try await core.isUpToDate(words.first ?? "", now: now) ? "yes" : "no"
        case "observes": for word in words { try await core.observe(try ObjectWords.change(word, line)) }
        case "refused":
            for write in expected where words.contains(ObjectWords.key(write.object)) { try await core.failed(write) }
        default: try await expect(words, now: now, line)
        }
        return nil
    }

    private func write(of key: String?, _ line: String) throws -> ConfigMap? {
        writes.first { ObjectWords.key($0.object) == key }?.object
    }

    private mutating func expect(_ words: ArraySlice<String>, now: Int, _ line: String) async throws {
        guard words.count > 2, let key = words.first else { throw StoryError(line, "expects KEY VERB OBJECT") }
        let object = try ObjectWords.configMap(words.dropFirst(2), line)
        let write: Write =
            switch words[words.startIndex + 1] {
            case "create": .create(object.desired)
            case "update": .update(object)
            case "delete": .delete(object)
            default: throw StoryError(line, "no such write")
            }
        expected.append(write)
        try await core.expect(write, for: key, now: now)
    }
}

extension ConfigMap {
    /// As somebody asks for it: without what the server adds.
    fileprivate var desired: ConfigMap {
        var object = self
        object.metadata.uid = ""
        object.metadata.resourceVersion = ""
        return object
    }
}
