import API
import Client
import NodesContract
import Schema
import Synchronization

/// Gives a pod subnet to each node that has none.
///
/// What has been given out is remembered here, since the cache may not show it yet.
final class PodSubnetController: ControllerLoop {
    let name = "node-ipam-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let subnets: Mutex<any NodesCore>

    init(_ context: ControllerContext, _ nodes: any NodesCore) {
        self.context = context
        subnets = Mutex(nodes)
        queue = context.queue(name)
    }

    func observe() {
        context.cache.nodes.onChange { [self] change in
            if case .deleted(let node) = change { return subnets.withLock { $0.releaseSubnet(of: node) } }
            queue.enqueue(change.object.name)
        }
    }

    func run() async {
        // Those that have one first: nobody else may get theirs.
        for node in context.cache.nodes.all where !node.spec.podCIDR.isEmpty {
            _ = subnets.withLock { $0.subnet(of: node) }
        }
        await context.work(on: queue, name, workers: 1, reconcile)
    }

    private func reconcile(_ name: String) async throws -> Controller<String>.Outcome {
        guard let node = context.cache.nodes[name] else { return .done }
        guard let subnet = subnets.withLock({ $0.subnet(of: node) }), node.spec.podCIDR.isEmpty else { return .done }
        var assigned = node
        assigned.spec.podCIDR = subnet
        assigned.spec.podCIDRs = [subnet]
        try await context.client.patch(from: node, to: assigned, ifUnchanged: true)
        return .done
    }
}
