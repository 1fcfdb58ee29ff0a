internal import API
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// A namespace with ConfigMaps in it, and the two ways to learn of them: lists and watches.
struct FollowStage: Sendable {
    static let patience = Duration.seconds(30)

    let scenario: Scenario
    let client: ClusterClient
    let namespace: String

    // MARK: - What happens

    @discardableResult
    func create(_ name: String, text: String = "", labels: [String: String] = [:]) async throws -> ConfigMap {
        scenario.say("\(name) is created")
        var map = ConfigMap()
        (map.metadata.name, map.metadata.namespace, map.metadata.labels) = (name, namespace, labels)
        map.data = ["text": text]
        return try await client.create(map)
    }

    @discardableResult
    func write(_ name: String, _ text: String) async throws -> ConfigMap {
        scenario.say("\(name) is changed to \(text)")
        return try await patch(name, ["data": ["text": .string(text)]])
    }

    @discardableResult
    func patch(_ name: String, _ patch: JSON) async throws -> ConfigMap {
        try await client.patch(ConfigMap.self, name, namespace: namespace, .merge(patch))
    }

    func delete(_ name: String) async throws {
        scenario.say("\(name) is deleted")
        _ = try await client.delete(ConfigMap.self, name, namespace: namespace)
    }

    // MARK: - What is seen

    func options(_ labels: String = "") -> ListOptions {
        // Some controllers put a ConfigMap of their own into each namespace.
        ListOptions(
            namespace: namespace, labelSelector: labels, fieldSelector: "metadata.name!=kube-root-ca.crt")
    }

    func list(_ labels: String = "") async throws -> (names: [String], version: String) {
        let list = try await client.list(ConfigMap.self, options(labels))
        return (list.items.map(\.name).sorted(), list.metadata.resourceVersion)
    }

    /// The next so many events after a version: `+a`, `a=text`, `-a`; and the version of each.
    /// - Parameter count: the watch is given up after so many.
    func watch(_ count: Int, from version: String, _ labels: String = "") async throws -> [Seen] {
        try await withTimeLimit(Self.patience) { [self] in
            var seen: [Seen] = []
            let events = try await client.watch(ConfigMap.self, options(labels), from: version, seconds: 60)
            for try await event in events {
                guard let one = Seen(event) else { continue }
                seen.append(one)
                if seen.count == count { break }
            }
            return seen
        }
    }

    func expect(_ seen: [Seen], _ expected: String) throws {
        let text = seen.map(\.text).joined(separator: " ")
        try scenario.expect("the watch brings \(expected)", observed: "it brings \(text)", text == expected)
        scenario.say("the watch brings \(text)")
    }

    /// Looks again and again.
    func eventually(_ expected: String, _ look: () async throws -> (isSo: Bool, observed: String)) async throws {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let (isSo, observed) = try await look()
            if isSo { return scenario.say(expected) }
            try scenario.expect(
                expected, observed: "after \(Self.patience): \(observed)", ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// An event, in short.
struct Seen: Sendable, Hashable {
    let text: String
    let version: String

    /// Nil for a bookmark.
    init?(_ event: WatchEvent<ConfigMap>) {
        switch event {
        case .added(let map): (text, version) = ("+\(map.name)", map.metadata.resourceVersion)
        case .modified(let map):
            (text, version) = ("\(map.name)=\(map.data["text"] ?? "")", map.metadata.resourceVersion)
        case .deleted(let map): (text, version) = ("-\(map.name)", map.metadata.resourceVersion)
        case .bookmark: return nil
        }
    }
}
