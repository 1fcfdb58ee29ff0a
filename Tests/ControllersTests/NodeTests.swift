import API
import Nodes
import NodesContract
import Schema
import Testing

@Suite("Nodes")
struct NodeTests {
    let start = Time(seconds: 1000)

    @Test("A node counts as silent when its lease hasn't moved for the grace period, by our own clock")
    func silence() {
        var health = NodeHealth()
        var lease = Lease()
        lease.spec.renewTime = MicroTime(microseconds: 5)
        #expect(health.observe(node(), lease, now: start) == 40)
        #expect(health.observe(node(), lease, now: start + 39) == 1)
        #expect(health.observe(node(), lease, now: start + 41) == -1)
        lease.spec.renewTime = MicroTime(microseconds: 6)
        #expect(health.observe(node(), lease, now: start + 41) == 40)
    }

    @Test("Taints follow the conditions, and others' taints stay")
    func taints() {
        var node = node()
        node.spec.taints = [
            Taint(key: "dedicated", effect: .noSchedule),
            Taint(key: "node.kubernetes.io/not-ready", effect: .noSchedule),
        ]
        #expect(
            NodeTaints.applied(to: node, evicting: true, now: start).spec.taints.map(\.text) == ["dedicated:NoSchedule"]
        )
        node.spec.unschedulable = true
        let silent = NodeTaints.applied(to: Silence.of(node, now: start), evicting: true, now: start)
        #expect(
            silent.spec.taints.map(\.text) == [
                "dedicated:NoSchedule", "node.kubernetes.io/unreachable:NoSchedule",
                "node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unschedulable:NoSchedule",
            ])
        #expect(NodeTaints.applied(to: silent, evicting: true, now: start + 9) == silent)
    }

    @Test(
        "A pod leaves when it no longer tolerates",
        arguments: [
            (nil, 0, TaintEviction.leave), (300, 0, .leaveLater(300)), (300, 200, .leaveLater(100)),
            (300, 300, .leave), (-1, 0, .stay),
        ] as [(Int?, Int, TaintEviction)])
    func eviction(seconds: Int?, elapsed: Int, expected: TaintEviction) {
        var node = node()
        var taint = Taint(key: "node.kubernetes.io/unreachable", effect: .noExecute)
        taint.timeAdded = start
        node.spec.taints = [taint]
        var pod = Pod()
        if let seconds {
            var toleration = Toleration()
            toleration.key = taint.key
            toleration.operator = .exists
            toleration.tolerationSeconds = seconds < 0 ? nil : seconds
            pod.spec.tolerations = [toleration]
        }
        #expect(TaintEviction(of: pod, from: node, now: start + elapsed) == expected)
    }

    @Test("Each node gets a subnet of its own, and keeps the one it has")
    func subnets() throws {
        var subnets = try #require(PodSubnets(clusterCIDR: "10.244.0.0/16"))
        var other = node("b")
        other.spec.podCIDR = "10.244.0.0/24"
        #expect(subnets.subnet(of: other) == "10.244.0.0/24")
        #expect(subnets.subnet(of: node("a")) == "10.244.1.0/24")
        #expect(subnets.subnet(of: node("a")) == "10.244.1.0/24")
        subnets.release(other)
        #expect(subnets.subnet(of: node("c")) == "10.244.0.0/24")
        #expect(PodSubnets(clusterCIDR: "10.244.0.0") == nil)
    }

    @Test("Pods of a node that is gone are left over, and so are the oldest of too many that have ended")
    func leftover() {
        var stranded = Pod()
        stranded.metadata.name = "stranded"
        stranded.spec.nodeName = "gone"
        let ended = (0..<3).map { number in
            var pod = Pod()
            pod.metadata.name = "ended-\(number)"
            pod.metadata.creationTimestamp = Time(seconds: number)
            pod.spec.nodeName = "worker"
            pod.status.phase = .succeeded
            return pod
        }
        let found = LeftoverPods.find(in: ended + [stranded], limit: 2) { $0 == "worker" }
        #expect(found.map(\.name) == ["stranded", "ended-0"])
    }

    private func node(_ name: String = "worker") -> Node {
        var node = Node()
        node.metadata.name = name
        node.status.conditions.set(NodeCondition(.ready, .true), at: start)
        return node
    }
}
