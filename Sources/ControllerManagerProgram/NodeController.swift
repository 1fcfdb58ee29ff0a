import API
import Client
import Nodes
import NodesContract
import Schema
import Synchronization

/// Notices nodes that have fallen silent, and keeps each node's taints in line with its conditions.
///
/// Each node is looked at every few seconds, though nothing has happened to it: a silence makes no noise, and what may be
/// done about it depends on how the others are.
final class NodeController: ControllerLoop {
    let name = "node-lifecycle-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let recorder: EventRecorder
    private let core: Mutex<any NodesCore>
    private let period: Duration

    init(_ context: ControllerContext, _ core: any NodesCore, period: Duration) {
        self.context = context
        queue = context.queue(name)
        recorder = context.recorder("node-controller")
        self.core = Mutex(core)
        self.period = period
    }

    func observe() {
        context.cache.nodes.onChange { [self] change in
            if case .deleted(let node) = change { core.withLock { $0.forget(node.name) } }
            if case .modified(let old, let new) = change, !matters(old, new) { return }
            queue.enqueue(change.object.name)
        }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 8, self.reconcile) }
        }
    }

    /// A heartbeat alone says nothing new.
    private func matters(_ old: Node, _ new: Node) -> Bool {
        old.spec != new.spec
            || old.status.conditions.map { "\($0.type) \($0.status)" }
                != new.status.conditions.map { "\($0.type) \($0.status)" }
    }

    private func reconcile(_ name: String) async throws -> Controller<String>.Outcome {
        guard let node = context.cache.nodes[name] else { return .done }
        let lease = context.cache.leases.get(name, namespace: "kube-node-lease")
        var left = observe(node, lease)
        if left <= 0 { left = try await askAgain(node) }
        try await taint(left > 0 ? node : try await declareSilent(node))
        return .after(period)
    }

    private func observe(_ node: Node, _ lease: Lease?) -> Int {
        core.withLock { $0.observe(node, lease, now: .now) }
    }

    /// It may be our own ears that failed: the cache stands still while its watch is broken.
    private func askAgain(_ node: Node) async throws -> Int {
        let current = try await context.client.get(Node.self, node.name)
        var lease: Lease?
        do {
            lease = try await context.client.get(Lease.self, node.name, namespace: "kube-node-lease")
        } catch let status as Status where status.isNotFound {}
        return observe(current, lease)
    }

    /// - Returns: the node as it is now.
    private func declareSilent(_ node: Node) async throws -> Node {
        var silent = core.withLock { $0.silenced(node, now: .now) }
        if silent.status.conditions != node.status.conditions {
            recorder.record(node, reason: "NodeNotReady", message: "Node \(node.name) status is now: NodeNotReady")
            silent = try await context.client.patchStatus(from: node, to: silent)
        }
        for pod in context.cache.pods.objects(by: .node, node.name) {
            let shown = core.withLock { $0.silenced(pod, now: .now) }
            try await context.client.patchStatus(from: pod, to: shown)
        }
        return silent
    }

    /// Somebody may have set another taint meanwhile: then all of this is done again.
    private func taint(_ node: Node) async throws {
        let isEvicting = node.isKnownUnready && mayEvict(node)
        let tainted = core.withLock { $0.tainted(node, evicting: isEvicting, now: .now) }
        if tainted.spec.taints == node.spec.taints { return }
        try await context.client.patch(from: node, to: tainted, ifUnchanged: true)
    }

    /// A node whose turn has come stays so until it is ready, or until nobody at all is heard any more.
    private func mayEvict(_ node: Node) -> Bool {
        let nodes = context.cache.nodes.all.map { $0.name == node.name ? node : $0 }
        return core.withLock { core in
            let zones = core.zones(nodes)
            guard let zone = zones.first(where: { $0.name == node.zoneName }) else { return false }
            if zones.allSatisfy({ $0.state == .fullDisruption }) { return false }
            return node.isBeingEvicted || core.turn(of: node.name, in: zone, now: .now) == 0
        }
    }
}
