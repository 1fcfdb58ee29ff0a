internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// The controller, and the world around it.
///
/// What happens: `namespace blue team=web` (with its labels; `ending`), `configmap kube/motd to:team=web text=hello` (made, or
/// replaced by this), `edit blue/motd text=x` (the rest stays), `delete kube/motd`, `delete blue` (the namespace).
///
/// What the controller sees of it: `cut` (nothing, until `list`), `arrives` (all that is on its way), `restart` (another one,
/// which lists). `settles → yes` brings and does everything until all is quiet. `looks kube/motd → create blue/motd` has it
/// look at a key now, whatever it has seen.
///
/// What is so: `copies → blue/motd green/motd`, `content blue/motd → text=hello from:kube`; since the last time this was asked:
/// `requests → 2`, of which `refusals → 0`.
struct WorldTale: Tale {
    static let verbs: Set = [
        "namespace", "configmap", "edit", "delete", "cut", "list", "arrives", "restart", "settles", "looks", "copies",
        "content", "requests", "refusals",
    ]
    private var world: World

    init(core: CoreUnderTest) { world = World(core: core) }

    mutating func tell(_ verb: String, _ words: ArraySlice<String>, now: Int, _ line: String) async throws -> String? {
        switch verb {
        case "cut": world.isCut = true
        case "list": try await world.list()
        case "restart": try await world.restart()
        case "arrives": while world.isLate, !world.isCut { try await world.deliver() }
        case "settles": return try await world.settle(now: now) ? "yes" : "never"
        case "looks": return ObjectWords.text(try await world.reconcile(words.first ?? "", now: now))
        case "copies": return copies
        case "content":
            let object = world.server.configMaps[words.first ?? ""]
            return object.map(ObjectWords.content) ?? "nothing"
        case "requests":
            defer { world.forgetWrites() }
            return "\(world.sent.count)"
        case "refusals":
            defer { world.forgetWrites() }
            return "\(world.refused)"
        default: try change(verb, words, line)
        }
        return nil
    }

    private var copies: String {
        let copies = world.server.configMaps.values.filter { $0.sourceKey != nil }.map(\.key).sorted()
        return copies.isEmpty ? "none" : copies.joined(separator: " ")
    }

    private mutating func change(_ verb: String, _ words: ArraySlice<String>, _ line: String) throws {
        switch verb {
        case "namespace": world.server.put(try Self.namespace(words, line))
        case "delete": world.server.delete(words.first ?? "")
        case "configmap":
            let object = try ObjectWords.configMap(words, line)
            world.server.put(object, isNew: world.server.configMaps[object.key] == nil)
        default:
            guard var object = world.server.configMaps[words.first ?? ""] else { throw StoryError(line, "no such one") }
            try ObjectWords.apply(words.dropFirst(), to: &object, line)
            world.server.put(object, isNew: false)
        }
    }

    static func namespace(_ words: ArraySlice<String>, _ line: String) throws -> Namespace {
        var namespace = Namespace()
        guard let name = words.first else { throw StoryError(line, "a namespace has a name") }
        (namespace.metadata.name, namespace.metadata.uid) = (name, name)
        for word in words.dropFirst().map({ Attribute($0) }) {
            if word.key == "ending" {
                namespace.metadata.deletionTimestamp = Time(seconds: 1)
            } else {
                namespace.metadata.labels[word.key] = word.value
            }
        }
        return namespace
    }
}
