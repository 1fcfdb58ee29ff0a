import API
import Client
import Deployments
import DeploymentsContract
import ReplicaSets
import Schema

/// Rolls Deployments out by moving numbers between their ReplicaSets.
final class DeploymentController: ControllerLoop {
    let name = "deployment-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private let recorder: EventRecorder

    private let core: any DeploymentCore

    init(_ context: ControllerContext, _ core: any DeploymentCore) {
        self.context = context
        self.core = core
        queue = context.queue(name)
        recorder = context.recorder(name)
    }

    private var cache: ClusterCache { context.cache }

    func observe() {
        cache.deployments.onChange { [queue] change in queue.enqueue(change.object.key) }
        cache.replicaSets.onChange { [self] change in
            if case .modified(let old, _) = change { enqueueOwner(of: old.metadata) }
            enqueueOwner(of: change.object.metadata)
        }
        // With Recreate, the new pods wait until the last old one is gone.
        cache.pods.onChange { [self] change in
            if case .deleted(let pod) = change { enqueueOwner(of: pod) }
        }
    }

    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.recorder.run() }
            group.addTask { await self.context.work(on: self.queue, self.name, workers: 5, self.reconcile) }
        }
    }

    private func enqueueOwner(of set: ObjectMeta) {
        if let owner = set.controllerReference {
            if owner.kind == Deployment.kind.name { queue.enqueue("\(set.namespace)/\(owner.name)") }
            return
        }
        for deployment in cache.deployments.objects(by: .namespace, set.namespace)
        where deployment.spec.selector.matches(set.labels) {
            queue.enqueue(deployment.key)
        }
    }

    private func enqueueOwner(of pod: Pod) {
        guard let owner = pod.metadata.controllerReference, owner.kind == ReplicaSet.kind.name,
            let set = cache.replicaSets.get(owner.name, namespace: pod.namespace)
        else { return }
        enqueueOwner(of: set.metadata)
    }

    // MARK: - Reconciliation

    private func reconcile(_ key: String) async throws -> Controller<String>.Outcome {
        guard let deployment = cache.deployments[key] else { return .done }
        let sets = try await claim(for: deployment)
        let pods = sets.flatMap { cache.pods.objects(by: .owner, $0.metadata.uid) }
        let decision = core.look(deployment, sets: sets, pods: pods, now: .now)
        var status = decision.status
        for change in decision.changes { try await carryOut(change, for: deployment, &status) }
        try await context.client.patch(from: deployment, to: deployment.at(revision: decision.revision))
        var observed = deployment
        observed.status = status
        try await context.client.patchStatus(from: deployment, to: observed)
        return decision.recheckAfter.map { .after(.seconds($0)) } ?? .done
    }

    private func claim(for deployment: Deployment) async throws -> [ReplicaSet] {
        let sets = cache.replicaSets.snapshot
        let claim = OwnershipClaim(
            of: deployment, selector: deployment.spec.selector,
            among: sets.objects(by: .owner, deployment.metadata.uid)
                + sets.objects(by: .orphans, deployment.namespace))
        for set in claim.adopt { try await context.client.patch(from: set, to: set.adopted(by: deployment)) }
        for set in claim.release { try await context.client.patch(from: set, to: set.released(by: deployment)) }
        return claim.owned + claim.adopt
    }

    private func carryOut(
        _ change: ReplicaSetChange, for deployment: Deployment, _ status: inout DeploymentStatus
    ) async throws {
        switch change {
        case .create(let set): try await create(set, for: deployment, &status)
        case .update(let old, let new):
            try await context.client.patch(from: old, to: new, ifUnchanged: true)
            remarkScaling(of: old, to: new, deployment)
        case .delete(let set):
            _ = try await context.client.delete(
                ReplicaSet.self, set.name, namespace: set.namespace, options: DeleteOptions(uid: set.metadata.uid))
        }
    }

    /// A name that is taken by our own set of the same template was only not in the cache yet; by anything else, it is
    /// a collision, and the next attempt counts it into the hash.
    private func create(
        _ set: ReplicaSet, for deployment: Deployment, _ status: inout DeploymentStatus
    ) async throws {
        do {
            let created = try await context.client.create(set)
            recorder.record(
                deployment, reason: "ScalingReplicaSet",
                message: "Scaled up replica set \(created.name) from 0 to \(set.spec.replicas ?? 0)")
        } catch let error as Status where error.reason == .alreadyExists {
            let existing = try await context.client.get(ReplicaSet.self, set.name, namespace: set.namespace)
            if existing.metadata.isControlled(by: deployment), existing.spec.template == set.spec.template { return }
            status.collisionCount = (deployment.status.collisionCount ?? 0) + 1
        }
    }

    private func remarkScaling(of old: ReplicaSet, to new: ReplicaSet, _ deployment: Deployment) {
        let (before, after) = (old.spec.replicas ?? 1, new.spec.replicas ?? 1)
        guard before != after else { return }
        recorder.record(
            deployment, reason: "ScalingReplicaSet",
            message: "Scaled \(after > before ? "up" : "down") replica set \(new.name) from \(before) to \(after)")
    }
}
