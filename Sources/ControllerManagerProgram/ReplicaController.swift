import API
import Client
import ReplicaSets
import ReplicaSetsContract
import Schema

/// Keeps as many pods running as a ReplicaSet or ReplicationController asks for.
///
/// ```
///   pod came, changed, went ──▶ its owner's key ─┐
///   owner came, changed ───────▶ its key ────────┴─▶ claim pods ▶ ReplicaPlan ▶ create or delete ▶ status
/// ```
final class ReplicaController<Owner: PodReplicator>: ControllerLoop {
    let name: String
    private let context: ControllerContext
    private let owners: Informer<Owner>
    private let queue: Controller<String>
    private let control: PodControl
    private let owned: OwnedPods<Owner>
    private let recorder: EventRecorder
    /// The pods of all sets of the same owner.
    private let related: @Sendable (Owner) -> [Pod]
    private let decisions: ReplicaDecisions<Owner>

    init(
        _ name: String, _ context: ControllerContext, _ owners: Informer<Owner>, _ decisions: ReplicaDecisions<Owner>,
        related: @escaping @Sendable (Owner) -> [Pod]
    ) {
        self.name = name
        self.context = context
        self.owners = owners
        self.related = related
        self.decisions = decisions
        queue = context.queue(name)
        recorder = context.recorder(name)
        control = PodControl(context.client, recorder, core: decisions.core)
        owned = OwnedPods(context: context, queue: queue, control: control)
    }

    func observe() {
        owners.onChange { [queue, control] change in
            if case .deleted(let owner) = change { control.forget(owner.key) }
            queue.enqueue(change.object.key)
        }
        owned.observe()
        context.cache.pods.onChange { [self] change in wakeAdopters(of: change.object) }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 5, self.reconcile) }
        }
    }

    /// A pod without a controller may be what some owner's selector waits for.
    private func wakeAdopters(of pod: Pod) {
        guard pod.metadata.controllerReference == nil else { return }
        for owner in owners.objects(by: .namespace, pod.namespace)
        where owner.podSelector.matches(pod.metadata.labels) {
            queue.enqueue(owner.key)
        }
    }

    // MARK: - Reconciliation

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        guard let owner = owners[key] else {
            control.forget(key)
            return .done
        }
        let mayAct = control.isUpToDate(key)
        let pods = try await owned.carryOut(decisions.claim(owner, owned.candidates(for: owner)), for: owner)
        var failure: (any Error)?
        if mayAct, !owner.metadata.isBeingDeleted { failure = await act(for: owner, pods) }
        let observed = owner.observing(pods, failure: failure.map(replicaFailure), now: .now)
        try await context.client.patchStatus(from: owner, to: observed)
        if let failure { throw failure }
        return owner.secondsUntilAvailable(pods, now: .now).map { .after(.seconds($0)) } ?? .done
    }

    private func act(for owner: Owner, _ pods: [Pod]) async -> (any Error)? {
        switch decisions.plan(owner, pods, { related(owner) }) {
        case .nothing: nil
        case .create(let count): await control.create(count, like: owner.newPod, for: owner)
        case .delete(let pods): await control.delete(pods, for: owner)
        }
    }

    private func replicaFailure(_ error: any Error) -> ReplicaFailure {
        ReplicaFailure(reason: "FailedCreate", message: "\(error)")
    }
}

extension ReplicaController where Owner == ReplicaSet {
    convenience init(replicaSets context: ControllerContext, _ core: any ReplicaSetCore) {
        let cache = context.cache
        self.init("replicaset-controller", context, cache.replicaSets, ReplicaDecisions(by: core)) { set in
            guard let owner = set.metadata.controllerReference else {
                return cache.pods.objects(by: .owner, set.metadata.uid)
            }
            return cache.replicaSets.objects(by: .owner, owner.uid)
                .flatMap { cache.pods.objects(by: .owner, $0.metadata.uid) }
        }
    }
}

extension ReplicaController where Owner == ReplicationController {
    convenience init(replicationControllers context: ControllerContext) {
        let cache = context.cache
        self.init("replicationcontroller-controller", context, cache.replicationControllers, ReplicaDecisions()) {
            cache.pods.objects(by: .owner, $0.metadata.uid)
        }
    }
}
