package import API
import ReplicaSetsContract

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
        switch owner.difference(pods) {
        case .nothing: self = .nothing
        case .create(let count): self = .create(min(count, Self.burst))
        case .delete(let count):
            let active = pods.filter(\.isActive)
            self = .delete(PodDeletionOrder(related: related()).first(min(count, Self.burst), of: active))
        }
    }
}
