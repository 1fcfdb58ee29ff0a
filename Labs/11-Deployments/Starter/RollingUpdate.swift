import API
import LabWorker

/// New pods first, within the surge; then old ones go, as many as availability allows.
///
/// At every moment:  pods asked for ≤ desired + maxSurge   and   pods available ≥ desired − maxUnavailable.
/// Source: kubernetes.io/docs/concepts/workloads/controllers/deployment, "Rolling Update Deployment".
extension Rollout {
    mutating func rollOut() {
        ensureNewSet(create: true)
        if growNew() { return }
        if shrinkOld() { return }
        if isComplete { forgetOldRevisions() }
    }

    /// True when something changed.
    private mutating func growNew() -> Bool {
        guard let new else { return false }
        // Lab 11, step 1: yours to write.
        notWritten()
    }

    /// Old pods that aren't available go first: nobody misses them.
    private mutating func shrinkOld() -> Bool {
        guard let new, old.contains(where: { $0.desiredReplicas > 0 }) else { return false }
        // Lab 11, step 1: yours to write.
        notWritten()
    }

    private mutating func shrink(_ set: ReplicaSet, by count: Int, room: inout Int) -> Bool {
        let going = min(count, room)
        room -= going
        return scale(set, to: set.desiredReplicas - going)
    }

    /// Everything that the Deployment asks for is there and nothing else.
    var isComplete: Bool {
        guard let new else { return false }
        return new.desiredReplicas == desired && new.status.replicas == desired
            && new.status.availableReplicas >= desired && old.allSatisfy { $0.status.replicas == 0 }
    }
}

/// All old pods go before the first new one comes.
extension Rollout {
    /// - Parameter oldPodsRun: pods of old sets that haven't ended.
    mutating func recreate(oldPodsRun: Bool) {
        // Lab 11, step 1: yours to write.
        notWritten()
    }
}
