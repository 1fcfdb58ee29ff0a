import API
import Client
import Controllers
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
    private let recorder: EventRecorder
    /// The pods of all sets of the same owner.
    private let related: @Sendable (Owner) -> [Pod]

    init(
        _ name: String, _ context: ControllerContext, _ owners: Informer<Owner>,
        related: @escaping @Sendable (Owner) -> [Pod]
    ) {
        self.name = name
        self.context = context
        self.owners = owners
        self.related = related
        queue = context.queue(name)
        recorder = context.recorder(name)
        control = PodControl(context.client, recorder)
    }

    func observe() {
        owners.onChange { [queue, control] change in
            if case .deleted(let owner) = change { control.forget(owner.key) }
            queue.enqueue(change.object.key)
        }
        context.cache.pods.onChange { [self] change in observe(change) }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 5, self.reconcile) }
        }
    }

    // MARK: - Events

    private func observe(_ change: Change<Pod>) {
        switch change {
        case .added(let pod):
            guard let owner = owner(of: pod) else { return wakeAdopters(of: pod) }
            if pod.metadata.isBeingDeleted {
                control.sawDeletion(of: pod, for: owner)
            } else {
                control.sawCreation(for: owner)
            }
            queue.enqueue(owner)
        case .modified(let old, let pod):
            if let before = owner(of: old), before != owner(of: pod) { queue.enqueue(before) }
            guard let owner = owner(of: pod) else { return wakeAdopters(of: pod) }
            if pod.metadata.isBeingDeleted { control.sawDeletion(of: pod, for: owner) }
            queue.enqueue(owner)
        case .deleted(let pod):
            guard let owner = owner(of: pod) else { return }
            control.sawDeletion(of: pod, for: owner)
            queue.enqueue(owner)
        }
    }

    /// The key of the owner, if it is one of ours.
    private func owner(of pod: Pod) -> String? {
        guard let reference = pod.metadata.controllerReference, reference.kind == Owner.kind.name,
            reference.apiVersion == Owner.kind.apiVersion
        else { return nil }
        return "\(pod.namespace)/\(reference.name)"
    }

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
        let pods = try await claim(for: owner)
        var failure: (any Error)?
        if mayAct, !owner.metadata.isBeingDeleted { failure = await act(for: owner, pods) }
        let observed = owner.observing(pods, failure: failure.map(replicaFailure), now: .now)
        try await context.client.patchStatus(from: owner, to: observed)
        if let failure { throw failure }
        return owner.secondsUntilAvailable(pods, now: .now).map { .after(.seconds($0)) } ?? .done
    }

    private func claim(for owner: Owner) async throws -> [Pod] {
        let pods = context.cache.pods.snapshot
        let claim = OwnershipClaim(
            of: owner, selector: owner.podSelector, own: pods.objects(by: .owner, owner.metadata.uid),
            orphans: pods.objects(by: .orphans, owner.namespace).filter(\.isActive))
        for pod in claim.adopt { try await context.client.patch(from: pod, to: pod.adopted(by: owner)) }
        for pod in claim.release { try await context.client.patch(from: pod, to: pod.released(by: owner)) }
        return claim.owned + claim.adopt
    }

    private func act(for owner: Owner, _ pods: [Pod]) async -> (any Error)? {
        switch ReplicaPlan(for: owner, pods: pods, related: related(owner)) {
        case .nothing: nil
        case .create(let count): await control.create(count, for: owner)
        case .delete(let pods): await control.delete(pods, for: owner)
        }
    }

    private func replicaFailure(_ error: any Error) -> ReplicaFailure {
        ReplicaFailure(reason: "FailedCreate", message: "\(error)")
    }
}

extension ReplicaController where Owner == ReplicaSet {
    convenience init(replicaSets context: ControllerContext) {
        let cache = context.cache
        self.init("replicaset-controller", context, cache.replicaSets) { set in
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
        self.init("replicationcontroller-controller", context, cache.replicationControllers) {
            cache.pods.objects(by: .owner, $0.metadata.uid)
        }
    }
}
