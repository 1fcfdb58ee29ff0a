package import API
package import ReplicaSetsContract

extension PodReplicator {
    /// How many pods to create or delete: the whole of what this controller is for.
    ///
    /// It doesn't ask why. Whether a pod was deleted, has failed, or a person has changed the number: there are so many,
    /// there should be so many. Pods that have ended, or are ending, are replaced by others, so they don't count.
    /// - Parameter pods: those that belong to the owner, whatever their state.
    package func difference(_ pods: [Pod]) -> ReplicaDifference {
        // lab 10.1: begin
        let missing = desiredReplicas - pods.filter(\.isActive).count
        if missing > 0 { return .create(missing) }
        return missing < 0 ? .delete(-missing) : .nothing
        // lab 10.1: end
    }
}
