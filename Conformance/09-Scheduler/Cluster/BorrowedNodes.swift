internal import API
internal import Client
internal import Conformance
internal import Schema
internal import Synchronization

/// A cluster's own nodes, borrowed for a story: they get its labels, taints and extended resources for as long as it is
/// told, and a label by which all of its pods stay on them.
///
/// Only nodes that any pod could run on are borrowed; where there are too few, the story is skipped. What a node really
/// has of CPU and memory stays as it is, so stories that count do so in an extended resource.
final class BorrowedNodes: Stage.Nodes {
    private static let label = "conformance.dinghy.dev/borrowed"
    /// By the name in the story.
    private let borrowed = Mutex<[String: (before: Node, now: Node)]>([:])

    var selector: [String: String] { [Self.label: "yes"] }

    func set(_ told: Node, _ client: ClusterClient) async throws -> String {
        let name = told.metadata.name
        let before = try await free(for: name, client)
        var labels = told.metadata.labels.filter { !$0.key.contains("/") }
        labels[Self.label] = "yes"
        let old = borrowed.withLock { $0[name]?.now.metadata.labels.keys.map(\.self) ?? [] }
        var changes = JSONObject()
        for key in old where labels[key] == nil { changes[key] = .null }
        for (key, value) in labels { changes[key] = .string(value) }
        let taints = before.spec.taints + told.spec.taints
        try await client.patch(
            Node.self, before.metadata.name,
            .merge(["metadata": ["labels": .object(changes)], "spec": ["taints": taints.json]]))
        for (resource, amount) in told.status.allocatable where resource.contains("/") {
            let amounts: JSON = .object(JSONObject([JSONObject.Member(resource, .string("\(amount)"))]))
            try await client.patch(
                Node.self, before.metadata.name, subresource: "status",
                .merge(["status": ["capacity": amounts, "allocatable": amounts]]))
        }
        borrowed.withLock { $0[name]?.now = told }
        borrowed.withLock { $0[name]?.now.metadata.labels = labels }
        return before.metadata.name
    }

    /// The node that stands for this one already, or one that no other stands for.
    private func free(for name: String, _ client: ClusterClient) async throws -> Node {
        if let known = borrowed.withLock({ $0[name]?.before }) { return known }
        let all = try await client.list(Node.self).items.sorted { $0.metadata.name < $1.metadata.name }
        let taken = borrowed.withLock { $0.values.map(\.before.metadata.name) }
        let free = all.first { node in
            !taken.contains(node.metadata.name) && node.isReady && !node.spec.unschedulable && node.spec.taints.isEmpty
        }
        guard let free else { throw Skipped("the cluster has too few nodes that any pod could run on") }
        borrowed.withLock { $0[name] = (free, Node()) }
        return free
    }

    func remove(_ name: String, _ client: ClusterClient) async throws {
        let found = borrowed.withLock { borrowed in
            borrowed.first { $0.value.before.metadata.name == name }.map { ($0.key, $0.value) }
        }
        guard let (key, (before, now)) = found else { return }
        borrowed.withLock { $0[key] = nil }
        var labels = JSONObject()
        for label in now.metadata.labels.keys.sorted() where before.metadata.labels[label] == nil {
            labels[label] = .null
        }
        labels[Self.label] = .null
        try await client.patch(
            Node.self, name,
            .merge(["metadata": ["labels": .object(labels)], "spec": ["taints": before.spec.taints.json]]))
        for resource in now.status.allocatable.keys where resource.contains("/") {
            let nothing: JSON = .object(JSONObject([JSONObject.Member(resource, .null)]))
            try await client.patch(
                Node.self, name, subresource: "status",
                .merge(["status": ["capacity": nothing, "allocatable": nothing]]))
        }
    }
}
