internal import API
internal import Client
public import Conformance
internal import ConformanceStage
internal import Schema

/// What of etcd shows through the API of any Kubernetes: versions, conflicts, watches, lists in pages. By its kubeconfig.
///
/// Only what the documentation says. A resourceVersion is opaque here: the cases compare versions for equality, and hand
/// them back; in which order they are is seen by what watches and lists do with them.
public enum EtcdCluster {
    static let namespace = "etcd-conformance"

    public static let suite = Suite(
        2, "Etcd", level: .cluster,
        setting: Suite.cluster(namespaces: [namespace]),
        cases: VersionCases.all + ChangeCases.all)

    static let concepts = "https://kubernetes.io/docs/reference/using-api/api-concepts/"
    static let conventions =
        "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md"

    static func story(
        _ identifier: String, _ must: String, source: String = concepts, says: String = "", weight: Int = 1,
        _ body: @escaping @Sendable (ObjectsOnStage) async throws -> Void
    ) -> Case {
        Case("etcd-cluster/\(identifier)", Requirement(must, source: source, says: says), weight: weight) { scenario in
            let stage = ObjectsOnStage(scenario, try scenario.setting(as: ClusterClient.self))
            do { try await body(stage) } catch {
                try? await stage.clear()
                throw error
            }
            try await stage.clear()
        }
    }
}

/// ConfigMaps of one case, which nobody but the case writes.
struct ObjectsOnStage: Sendable {
    let scenario: Scenario
    let client: ClusterClient
    /// Tells this case's objects from others', and this run's from an earlier one's.
    private let label: String

    init(_ scenario: Scenario, _ client: ClusterClient) {
        self.scenario = scenario
        self.client = client
        label = "case-\(scenario.seed % 1_000_000_007)"
    }

    var options: ListOptions { ListOptions(namespace: EtcdCluster.namespace, labelSelector: "conformance=\(label)") }

    func object(_ name: String, _ value: String = "1") -> ConfigMap {
        var map = ConfigMap()
        map.metadata.name = "\(label)-\(name)"
        map.metadata.namespace = EtcdCluster.namespace
        map.metadata.labels = ["conformance": label]
        map.data = ["value": value]
        return map
    }

    @discardableResult
    func create(_ name: String, _ value: String = "1") async throws -> ConfigMap {
        scenario.say("ConfigMap \(name) is created with \(value)")
        return try await client.create(object(name, value))
    }

    @discardableResult
    func set(_ map: ConfigMap, _ value: String) async throws -> ConfigMap {
        scenario.say("ConfigMap \(short(map)) is set to \(value)")
        var map = map
        map.data["value"] = value
        return try await client.update(map)
    }

    func get(_ name: String) async throws -> ConfigMap {
        try await client.get(ConfigMap.self, "\(label)-\(name)", namespace: EtcdCluster.namespace)
    }

    func delete(_ name: String, options: DeleteOptions = DeleteOptions()) async throws {
        scenario.say("ConfigMap \(name) is deleted")
        _ = try await client.delete(
            ConfigMap.self, "\(label)-\(name)", namespace: EtcdCluster.namespace, options: options)
    }

    func list() async throws -> ResourceList<ConfigMap> { try await client.list(ConfigMap.self, options) }

    /// So many events of a watch, as `added a=1`; bookmarks don't count.
    func events(from version: String, count: Int) async throws -> [(text: String, map: ConfigMap)] {
        scenario.say("a watch from \(version)")
        let (client, options) = (client, options)
        return try await withTimeLimit(.seconds(20)) {
            var events: [(text: String, map: ConfigMap)] = []
            for try await event in try await client.watch(ConfigMap.self, options, from: version) {
                switch event {
                case .added(let map): events.append(("added \(short(map))=\(map.data["value"] ?? "")", map))
                case .modified(let map): events.append(("modified \(short(map))=\(map.data["value"] ?? "")", map))
                case .deleted(let map): events.append(("deleted \(short(map))=\(map.data["value"] ?? "")", map))
                case .bookmark: continue
                }
                if events.count >= count { break }
            }
            return events
        }
    }

    func expect(_ expected: String, observed: @autoclosure () -> String, _ holds: Bool) throws {
        try scenario.expect(expected, observed: observed(), holds)
    }

    /// The call must be refused with this code.
    func expectRefusal(_ code: Int, of what: String, _ call: () async throws -> Void) async throws {
        scenario.say(what)
        do { try await call() } catch let status as Status {
            return try expect("\(code)", observed: "\(status.code): \(status.message)", status.code == code)
        }
        try scenario.fail(expected: "\(code)", observed: "it is done")
    }

    func clear() async throws {
        for map in try await list().items {
            _ = try? await client.delete(ConfigMap.self, map.metadata.name, namespace: EtcdCluster.namespace)
        }
    }
}

/// The name in the story.
func short(_ map: ConfigMap) -> String { String(map.metadata.name.split(separator: "-").last ?? "") }
