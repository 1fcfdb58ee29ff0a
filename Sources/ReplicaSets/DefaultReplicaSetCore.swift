package import API
package import ReplicaSetsContract
package import Schema

/// The rules of this module, put together as the contract wants them: what suites and labs see.
///
/// The controller manager, which replaces pods for other owners, too, uses the rules one by one.
/// Source: kubernetes.io, Concepts → Workloads → ReplicaSet.
package struct DefaultReplicaSetCore: ReplicaSetCore {
    private var expectations = Expectations()

    package init() {}

    package func difference(_ set: ReplicaSet, pods: [Pod]) -> ReplicaDifference { set.difference(pods) }

    package func nextBatch(of count: Int, created: Int, failed: Int) -> Int {
        SlowStart.nextBatch(of: count, created: created, failed: failed)
    }

    /// Pods that have ended are left as they are: to look at, or to be removed.
    package func claim(_ set: ReplicaSet, pods: [Pod]) -> PodClaim {
        let claim = OwnershipClaim(of: set, selector: set.podSelector, among: pods.filter { !$0.isTerminal })
        return PodClaim(owned: claim.owned, adopt: claim.adopt, release: claim.release)
    }

    package func deletionOrder(_ pods: [Pod], related: [Pod]) -> [Pod] {
        PodDeletionOrder(related: related).first(pods.count, of: pods)
    }

    package func isUpToDate(_ set: String, now: Time) -> Bool { expectations.areFulfilled(set, now: now) }

    package mutating func expectCreations(_ count: Int, by set: String, now: Time) {
        expectations.expect(set, creations: count, now: now)
    }

    package mutating func expectDeletions(_ pods: [String], by set: String, now: Time) {
        expectations.expect(set, deletions: pods, now: now)
    }

    package mutating func creationFailed(by set: String) { expectations.createdOne(set) }

    package mutating func observe(_ event: PodEvent, of set: String) { expectations.observe(event, of: set) }

    package mutating func forget(_ set: String) { expectations.forget(set) }
}
