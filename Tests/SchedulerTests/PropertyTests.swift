import API
import Schema
import SchedulerContract
import Testing

@testable import Scheduler

/// Random clusters, where each decision is checked by rules written a second time, as simply as possible.
@Suite struct PropertyTests {
    @Test("A pod is bound where it fits by the naive rules, and refused only when it fits nowhere", arguments: 1...40)
    func decisions(seed: Int) throws {
        var random = SplitMix64(state: UInt64(seed))
        let nodes = (0..<Int.random(in: 1...12, using: &random)).map { Self.randomNode("n\($0)", &random) }
        var scheduler = DefaultScheduler()
        let now = ContinuousClock.now
        for node in nodes { scheduler.handle(.node(node), now: now) }
        var placed: [(pod: Pod, node: String)] = []
        for number in 0..<60 {
            if number % 7 == 6, let victim = placed.indices.randomElement(using: &random) {
                scheduler.handle(.podDeleted(placed.remove(at: victim).pod), now: now)
            }
            let pod = Self.randomPod("p\(number)", &random)
            scheduler.handle(.pod(pod), now: now)
            guard let action = scheduler.next(now: now) else {
                Issue.record("no decision")
                continue
            }
            let feasible = nodes.filter { node in
                Naive.fits(pod, node, placed.filter { $0.node == node.name }.map(\.pod))
            }
            switch action {
            case .bind(_, let node):
                #expect(feasible.map(\.name).contains(node))
                placed.append((pod, node))
            case .unschedulable(_, let error):
                #expect(feasible.isEmpty)
                #expect(error.nodeCount == nodes.count)
                scheduler.handle(.podDeleted(pod), now: now)
            case .preempt: Issue.record("all pods are equally important")
            case .bindVolumes, .consult, .failed: Issue.record("there are no volumes, and nobody to ask")
            }
        }
    }

    @Test func theSameEventsGiveTheSameDecisions() throws {
        func decisions() throws -> [String] {
            var random = SplitMix64(state: 7)
            var scheduler = DefaultScheduler()
            let now = ContinuousClock.now
            for number in 0..<20 { scheduler.handle(.node(Self.randomNode("n\(number)", &random)), now: now) }
            for number in 0..<200 { scheduler.handle(.pod(Self.randomPod("p\(number)", &random)), now: now) }
            var lines: [String] = []
            while let action = scheduler.next(now: now) {
                switch action {
                case .bind(let pod, let node): lines.append("\(pod.name) → \(node)")
                case .unschedulable(let pod, let error): lines.append("\(pod.name): \(error)")
                case .preempt(let pod, let node, _, _): lines.append("\(pod.name) ⇢ \(node)")
                case .bindVolumes, .consult, .failed: Issue.record("there are no volumes, and nobody to ask")
                }
            }
            return lines
        }
        #expect(try decisions() == decisions())
    }

    static func randomNode(_ name: String, _ random: inout SplitMix64) -> Node {
        var node = Node()
        node.metadata.name = name
        node.metadata.labels["disk"] = ["ssd", "hdd"].randomElement(using: &random)
        node.status.allocatable = [
            "cpu": Quantity(milli: 500 * Int.random(in: 1...8, using: &random)),
            "memory": Quantity(Int.random(in: 1...8, using: &random) << 30), "pods": Quantity(10),
        ]
        node.spec.unschedulable = Int.random(in: 0..<10, using: &random) == 0
        if Int.random(in: 0..<4, using: &random) == 0 { node.spec.taints = [Taint(key: "t", effect: .noSchedule)] }
        return node
    }

    static func randomPod(_ name: String, _ random: inout SplitMix64) -> Pod {
        var pod = Pod()
        pod.metadata.namespace = "default"
        pod.metadata.name = name
        pod.metadata.uid = name
        pod.spec.schedulerName = "default-scheduler"
        var container = Container()
        if Bool.random(using: &random) {
            container.resources.requests["cpu"] = Quantity(milli: 100 * Int.random(in: 0...20, using: &random))
        }
        if Bool.random(using: &random) {
            container.resources.requests["memory"] = Quantity(Int.random(in: 0...3000, using: &random) << 20)
        }
        if Int.random(in: 0..<5, using: &random) == 0 {
            var port = ContainerPort()
            port.hostPort = 8000 + Int.random(in: 0..<3, using: &random)
            container.ports = [port]
        }
        pod.spec.containers = [container]
        if Int.random(in: 0..<4, using: &random) == 0 { pod.spec.nodeSelector = ["disk": "ssd"] }
        if Int.random(in: 0..<4, using: &random) == 0 {
            var toleration = Toleration()
            toleration.operator = .exists
            pod.spec.tolerations = [toleration]
        }
        return pod
    }
}

/// The rules once more, for the objects as they are.
private enum Naive {
    static func fits(_ pod: Pod, _ node: Node, _ others: [Pod]) -> Bool {
        let tolerates = !pod.spec.tolerations.isEmpty
        if node.spec.unschedulable || !node.spec.taints.isEmpty, !tolerates { return false }
        if let disk = pod.spec.nodeSelector["disk"], node.metadata.labels["disk"] != disk { return false }
        if others.count >= 10 || !Set(ports(pod)).isDisjoint(with: others.flatMap(ports)) { return false }
        return ["cpu", "memory"].allSatisfy { name in
            let request = amount(pod, name)
            let taken = others.reduce(0) { $0 + amount($1, name) }
            return request == 0 || taken + request <= (node.status.allocatable[name]?.milliValue ?? 0)
        }
    }

    private static func ports(_ pod: Pod) -> [Int] { pod.spec.containers.flatMap(\.ports).map(\.hostPort) }

    private static func amount(_ pod: Pod, _ name: String) -> Int {
        pod.spec.containers.reduce(0) { $0 + ($1.resources.requests[name]?.milliValue ?? 0) }
    }
}
