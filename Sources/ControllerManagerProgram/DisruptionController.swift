import API
import Client
import Controllers
import Schema

/// Says in each PodDisruptionBudget how many of its pods may be evicted now.
final class DisruptionController: ControllerLoop {
    let name = "disruption-controller"
    private let context: ControllerContext
    private let queue: Controller<String>

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
    }

    private var cache: ClusterCache { context.cache }

    func observe() {
        cache.disruptionBudgets.onChange { [queue] change in queue.enqueue(change.object.key) }
        cache.pods.onChange { [queue, cache] change in
            let pod = change.object
            for budget in cache.disruptionBudgets.objects(by: .namespace, pod.namespace)
            where budget.spec.selector.matches(pod.metadata.labels) {
                queue.enqueue(budget.key)
            }
        }
    }

    func run() async {
        await context.work(on: queue, name, workers: 2, reconcile)
    }

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        guard let budget = cache.disruptionBudgets[key] else { return .done }
        let pods = cache.pods.objects(by: .namespace, budget.namespace)
            .filter { !$0.isTerminal && budget.spec.selector.matches($0.metadata.labels) }
        let plan = DisruptionBudgetPlan(for: budget, pods: pods, expected: expected(pods), now: .now)
        var observed = budget
        observed.status = plan.status
        try await context.client.patchStatus(from: budget, to: observed)
        return plan.status.disruptedPods.isEmpty ? .done : .after(.seconds(30))
    }

    /// What the pods' controllers want; a pod without one counts for itself.
    private func expected(_ pods: [Pod]) -> Int {
        var counted: Set<String> = []
        return pods.reduce(0) { sum, pod in
            guard let owner = pod.metadata.controllerReference else { return sum + 1 }
            guard counted.insert(owner.uid).inserted else { return sum }
            return sum + (size(of: owner, in: pod.namespace) ?? pods.filter { $0.isOwned(by: owner.uid) }.count)
        }
    }

    private func size(of owner: OwnerReference, in namespace: String) -> Int? {
        switch owner.kind {
        case ReplicaSet.kind.name: cache.replicaSets.get(owner.name, namespace: namespace)?.spec.replicas
        case ReplicationController.kind.name:
            cache.replicationControllers.get(owner.name, namespace: namespace)?.spec.replicas
        default: nil
        }
    }
}

extension Pod {
    fileprivate func isOwned(by uid: String) -> Bool { metadata.controllerReference?.uid == uid }
}
