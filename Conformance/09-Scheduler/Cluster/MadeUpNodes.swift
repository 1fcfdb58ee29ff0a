internal import API
internal import Client
internal import Schema

/// Nodes as objects only: no kubelet is there, and no controller that would miss it.
struct MadeUpNodes: Stage.Nodes {
    let selector: [String: String] = [:]

    func set(_ node: Node, _ client: ClusterClient) async throws -> String {
        let name = node.metadata.name
        var wanted = node
        wanted.status.capacity = wanted.status.allocatable.merging(node.status.capacity) { $1 }
        wanted.status.conditions = [.readyForPods]
        let stored: Node
        if let old = try? await client.get(Node.self, name) {
            var new = old
            (new.metadata.labels, new.spec) = (wanted.metadata.labels, wanted.spec)
            stored = try await client.update(new)
        } else {
            stored = try await client.create(wanted)
        }
        var withStatus = stored
        withStatus.status = wanted.status
        let ready = try await client.updateStatus(withStatus)
        // The API server may give new nodes a taint until they are ready, which a controller would take away.
        if ready.spec.taints.count != wanted.spec.taints.count {
            var untainted = ready
            untainted.spec.taints = wanted.spec.taints
            try await client.update(untainted)
        }
        return name
    }

    func remove(_ name: String, _ client: ClusterClient) async throws {
        try await client.delete(Node.self, name)
    }
}

extension NodeCondition {
    fileprivate static var readyForPods: NodeCondition {
        var condition = NodeCondition()
        (condition.type, condition.status, condition.reason) = (.ready, .true, "KubeletReady")
        return condition
    }
}
