package import API
package import Schema

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
