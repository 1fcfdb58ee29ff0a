import API
import Client
import Controllers
import Schema
import Synchronization

/// Notices nodes that have fallen silent, and keeps each node's taints in line with its conditions.
final class NodeController: ControllerLoop {
    let name = "node-lifecycle-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let recorder: EventRecorder
    private let health: Mutex<NodeHealth>

    init(_ context: ControllerContext, gracePeriod: Int) {
        self.context = context
        queue = context.queue(name)
        recorder = context.recorder("node-controller")
        health = Mutex(NodeHealth(gracePeriod: gracePeriod))
    }

    func observe() {
        context.cache.nodes.onChange { [self] change in
            if case .deleted(let node) = change { health.withLock { $0.forget(node.name) } }
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
        guard left <= 0 else {
            try await context.client.patch(from: node, to: NodeTaints.applied(to: node, now: .now))
            return .after(.seconds(max(1, left)))
        }
        try await declareSilent(node)
        return .after(.seconds(5))
    }

    private func observe(_ node: Node, _ lease: Lease?) -> Int {
        health.withLock { $0.observe(node, lease, now: .now) }
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

    private func declareSilent(_ node: Node) async throws {
        var silent = node.silent(now: .now)
        if silent.status.conditions != node.status.conditions {
            recorder.record(node, reason: "NodeNotReady", message: "Node \(node.name) status is now: NodeNotReady")
            silent = try await context.client.patchStatus(from: node, to: silent)
        }
        try await context.client.patch(from: silent, to: NodeTaints.applied(to: silent, now: .now))
        for pod in context.cache.pods.objects(by: .node, node.name) {
            try await context.client.patchStatus(from: pod, to: pod.onSilentNode(now: .now))
        }
    }
}
