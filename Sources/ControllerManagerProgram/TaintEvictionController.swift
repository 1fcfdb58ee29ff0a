import API
import Client
import NodesContract
import Schema

/// Deletes pods that don't tolerate, or no longer tolerate, the NoExecute taints of their node.
final class TaintEvictionController: ControllerLoop {
    let name = "taint-eviction-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let recorder: EventRecorder
    private let core: any NodesCore

    init(_ context: ControllerContext, _ core: any NodesCore) {
        self.context = context
        self.core = core
        queue = context.queue(name)
        recorder = context.recorder(name)
    }

    func observe() {
        context.cache.nodes.onChange { [self] change in
            if case .modified(let old, let new) = change, old.spec.taints == new.spec.taints { return }
            for pod in context.cache.pods.objects(by: .node, change.object.name) { queue.enqueue(pod.key) }
        }
        context.cache.pods.onChange { [queue] change in
            switch change {
            case .added(let pod) where !pod.spec.nodeName.isEmpty: queue.enqueue(pod.key)
            case .modified(let old, let new)
            where old.spec.nodeName != new.spec.nodeName || old.spec.tolerations != new.spec.tolerations:
                queue.enqueue(new.key)
            default: break
            }
        }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 8, self.reconcile) }
        }
    }

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        guard let pod = context.cache.pods[key], !pod.metadata.isBeingDeleted,
            let node = context.cache.nodes[pod.spec.nodeName]
        else { return .done }
        switch core.eviction(of: pod, from: node, now: .now) {
        case .stay: return .done
        case .leaveLater(let seconds): return .after(.seconds(seconds))
        case .leave:
            recorder.record(pod, reason: "TaintManagerEviction", message: "Marking for deletion Pod \(pod.key)")
            do {
                _ = try await context.client.delete(
                    Pod.self, pod.name, namespace: pod.namespace, options: DeleteOptions(uid: pod.metadata.uid))
            } catch let status as Status where status.isNotFound {}
            return .done
        }
    }
}
