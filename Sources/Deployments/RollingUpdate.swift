import API

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
        // lab 11.1: begin
        if new.desiredReplicas > desired { return scale(new, to: desired) }
        let room = desired + maxSurge - asked
        guard room > 0 else { return false }
        return scale(new, to: new.desiredReplicas + min(room, desired - new.desiredReplicas))
        // lab 11.1: end
    }

    /// Old pods that aren't available go first: nobody misses them.
    private mutating func shrinkOld() -> Bool {
        guard let new, old.contains(where: { $0.desiredReplicas > 0 }) else { return false }
        // lab 11.1: begin
        let leastAvailable = desired - maxUnavailable
        let newUnavailable = max(0, new.desiredReplicas - new.status.availableReplicas)
        var room = asked - leastAvailable - newUnavailable
        guard room > 0 else { return false }
        var changed = false
        for set in old where room > 0 {
            let unavailable = max(0, set.desiredReplicas - set.status.availableReplicas)
            changed = shrink(set, by: unavailable, room: &room) || changed
        }
        var spare = min(room, available - leastAvailable)
        for set in old where spare > 0 {
            changed = shrink(set, by: set.desiredReplicas, room: &spare) || changed
        }
        return changed
        // lab 11.1: end
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
        // lab 11.1: begin
        ensureNewSet(create: false)
        var shrunk = false
        for set in old { shrunk = scale(set, to: 0) || shrunk }
        if shrunk || oldPodsRun { return }
        ensureNewSet(create: true)
        if let new { scale(new, to: desired) }
        if isComplete { forgetOldRevisions() }
        // lab 11.1: end
    }
}
