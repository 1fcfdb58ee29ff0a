import API
import ReplicaSets
import ReplicaSetsContract
import Schema
import Testing

@Suite("Replicas")
struct ReplicaTests {
    @Test(
        "Batches grow as long as all goes well", arguments: [(0, []), (1, [1]), (5, [1, 2, 2]), (15, [1, 2, 4, 8])])
    func batches(count: Int, expected: [Int]) {
        var batches: [Int] = []
        while case let next = SlowStart.nextBatch(of: count, created: batches.reduce(0, +), failed: 0), next > 0 {
            batches.append(next)
        }
        #expect(batches == expected)
        #expect(SlowStart.nextBatch(of: count, created: 0, failed: 1) == 0)
    }

    @Test("Of too many pods, those go first whose loss is felt the least")
    func deletionOrder() {
        let unassigned = pod("unassigned", node: "")
        let pending = pod("pending", phase: .pending)
        let unready = pod("unready", ready: nil)
        let cheap = pod("cheap", cost: "-5")
        let crowded = [pod("crowded-1", node: "n2"), pod("crowded-2", node: "n2", ready: 5)]
        let old = pod("old", node: "n3", ready: 1)
        let all = [old, unassigned, cheap, pending, unready] + crowded
        let order = PodDeletionOrder(related: all).first(all.count, of: all)
        #expect(
            order.map(\.name) == ["unassigned", "pending", "unready", "cheap", "crowded-2", "crowded-1", "old"])
    }

    @Test("Nothing is done twice while the cache lags behind")
    func expectations() {
        var expectations = Expectations()
        let now = Time(seconds: 0)
        expectations.expect("a", creations: 2, now: now)
        expectations.createdOne("a")
        #expect(!expectations.areFulfilled("a", now: now))
        expectations.createdOne("a")
        #expect(expectations.areFulfilled("a", now: now))
        expectations.expect("a", deletions: ["p"], now: now)
        #expect(!expectations.areFulfilled("a", now: now))
        #expect(expectations.areFulfilled("a", now: now + 301))
        expectations.deleted("p", of: "a")
        #expect(expectations.areFulfilled("a", now: now))
    }

    @Test("A pod whose label was changed is released; one that matches and has no controller is adopted")
    func claims() {
        var set = ReplicaSet()
        set.metadata.uid = "set"
        let selector = LabelSelector(matchLabels: ["app": "web"])
        var own = pod("own")
        own.metadata.ownerReferences = [OwnerReference(controller: set)]
        own.metadata.labels = ["app": "web"]
        var sick = own
        sick.metadata.name = "sick"
        sick.metadata.labels = ["app": "debug"]
        var stray = pod("stray")
        stray.metadata.labels = ["app": "web"]
        let claim = OwnershipClaim(of: set, selector: selector, among: [own, sick, stray, pod("other")])
        #expect(claim.owned.map(\.name) == ["own"])
        #expect(claim.release.map(\.name) == ["sick"])
        #expect(claim.adopt.map(\.name) == ["stray"])
    }

    private func pod(
        _ name: String, node: String = "n1", phase: PodPhase = .running, ready: Int? = 3, cost: String? = nil
    ) -> Pod {
        var pod = Pod()
        pod.metadata.name = name
        pod.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] = cost
        pod.spec.nodeName = node
        pod.status.phase = phase
        if let ready, phase == .running {
            pod.status.conditions.set(PodCondition(.ready, .true), at: Time(seconds: ready))
        }
        return pod
    }
}
