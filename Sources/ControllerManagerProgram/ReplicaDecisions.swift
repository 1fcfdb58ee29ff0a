import API
import ReplicaSets
import ReplicaSetsContract

/// Whose pods are whose, and what is to be done about them: by a core, which may be a student's, for ReplicaSets, and for
/// others by the rules that it is made of.
struct ReplicaDecisions<Owner: PodReplicator>: Sendable {
    /// What is expected of the cache.
    var core: any ReplicaSetCore = DefaultReplicaSetCore()
    var claim: @Sendable (Owner, _ candidates: [Pod]) -> PodClaim
    var plan: @Sendable (Owner, _ pods: [Pod], _ related: () -> [Pod]) -> ReplicaPlan

    init() {
        claim = { owner, pods in
            let claim = OwnershipClaim(of: owner, selector: owner.podSelector, among: pods)
            return PodClaim(owned: claim.owned, adopt: claim.adopt, release: claim.release)
        }
        plan = { owner, pods, related in ReplicaPlan(for: owner, pods: pods, related: related()) }
    }
}

extension ReplicaDecisions where Owner == ReplicaSet {
    init(by core: any ReplicaSetCore) {
        self.core = core
        claim = { set, pods in core.claim(set, pods: pods) }
        plan = { set, pods, related in
            switch core.difference(set, pods: pods) {
            case .nothing: return .nothing
            case .create(let count): return .create(min(count, ReplicaPlan.burst))
            case .delete(let count):
                let order = core.deletionOrder(pods.filter(\.isActive), related: related())
                return .delete(Array(order.prefix(min(count, ReplicaPlan.burst))))
            }
        }
    }
}
