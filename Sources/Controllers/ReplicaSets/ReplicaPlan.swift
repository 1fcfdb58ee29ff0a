package import API
package import Schema

/// What to do so that as many pods run as should: the reconciliation of a ReplicaSet or ReplicationController.
package enum ReplicaPlan: Sendable, Hashable {
    /// At most so many are created or deleted at a time.
    package static let burst = 500

    case nothing
    case create(Int)
    case delete([Pod])

    /// - Parameters:
    ///   - pods: those that belong to the owner.
    ///   - related: the pods of all sets of the same owner.
    package init<Owner: PodReplicator>(for owner: Owner, pods: [Pod], related: @autoclosure () -> [Pod]) {
        let active = pods.filter(\.isActive)
        let missing = owner.desiredReplicas - active.count
        if missing > 0 {
            self = .create(min(missing, Self.burst))
        } else if missing < 0 {
            self = .delete(PodDeletionOrder(related: related()).first(min(-missing, Self.burst), of: active))
        } else {
            self = .nothing
        }
    }

    /// How many at a time: 1, then 2, 4, 8… as long as all succeed. So a pod that nobody will ever accept costs one
    /// request, not five hundred.
    package static func batches(of count: Int) -> [Int] {
        var batches: [Int] = []
        var rest = count
        while rest > 0 {
            batches.append(min(rest, 1 << batches.count))
            rest -= batches[batches.count - 1]
        }
        return batches
    }
}

extension PodReplicator {
    /// The owner with the status that follows from its pods.
    package func observing(_ pods: [Pod], failure: ReplicaFailure?, now: Time) -> Self {
        let active = pods.filter(\.isActive)
        let template = podTemplate.metadata.labels
        var common = ReplicaStatus()
        common.replicas = active.count
        common.fullyLabeledReplicas =
            active.filter { pod in
                template.allSatisfy { pod.metadata.labels[$0.key] == $0.value }
            }.count
        common.readyReplicas = active.filter(\.isReady).count
        common.availableReplicas =
            active.filter {
                $0.isAvailable(minReadySeconds: minimumReadySeconds, now: now)
            }.count
        common.observedGeneration = metadata.generation
        var result = self
        result.replicaStatus = common
        if failure != replicaFailure { result.set(failure, at: now) }
        return result
    }

    /// In how many seconds a pod that is ready becomes available, without anybody telling.
    package func secondsUntilAvailable(_ pods: [Pod], now: Time) -> Int? {
        guard minimumReadySeconds > 0 else { return nil }
        let waiting = pods.filter { $0.isActive && $0.isReady }.compactMap { $0.status.conditions[.ready] }
            .map { $0.lastTransitionTime + minimumReadySeconds - now }.filter { $0 > 0 }
        return waiting.min()
    }

    /// A new pod from the template; the server completes its name.
    package var newPod: Pod {
        var pod = Pod()
        pod.metadata.generateName = metadata.name + "-"
        pod.metadata.namespace = metadata.namespace
        pod.metadata.labels = podTemplate.metadata.labels
        pod.metadata.annotations = podTemplate.metadata.annotations
        pod.metadata.finalizers = podTemplate.metadata.finalizers
        pod.metadata.ownerReferences = [OwnerReference(controller: self)]
        pod.spec = podTemplate.spec
        return pod
    }
}
