package import API
package import Client
internal import Conformance

extension ClusterClient {
    /// The nodes that any pod could run on, sorted by name: for a story whose containers really run.
    /// - Throws: ``Skipped`` where there are too few. A control plane alone has none.
    package func nodesForPods(atLeast count: Int = 1) async throws -> [Node] {
        let nodes = try await list(Node.self).items.filter {
            $0.isReady && !$0.spec.unschedulable && $0.spec.taints.isEmpty
        }
        guard !nodes.isEmpty else { throw Skipped("no node is ready to run pods") }
        guard nodes.count >= count else {
            throw Skipped("\(count) nodes that any pod could run on are needed, and there are \(nodes.count)")
        }
        return nodes.sorted { $0.name < $1.name }
    }
}
