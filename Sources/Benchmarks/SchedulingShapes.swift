import API
import Scheduler
import SchedulerContract
import Schema

/// How fast the scheduler decides, in process, on simulated nodes: the shapes of the upstream scheduler's benchmark.
///
/// A pod is counted from the event that reports it to the decision that binds it. Nothing is written anywhere, and the clock
/// is a number: it goes on by 650 µs a pod, and where a back-off must pass, it is set forward. (Source: kubernetes test/integration/scheduler_perf.)
struct SchedulingShapes {
    private static let sizes = [500, 1000, 2000, 5000]

    func measure(_ row: (String, String) -> Void) {
        row("pods decided in process per second, by number of nodes", Self.sizes.map(padded).joined())
        for shape in Shape.all {
            let rates = Self.sizes.map { Int(shape.rate(nodes: $0)) }
            row("  \(shape.name) (target with 5,000 ≥ \(shape.target)/s)", rates.map(padded).joined())
        }
    }

    private func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }
}

/// A kind of cluster, and of pods that arrive there.
struct Shape: Sendable {
    var name: String
    /// Pods per second on 5,000 nodes.
    var target: Int
    /// For each ten nodes: how many pods run already, and how many arrive.
    var running: Int
    var arriving: Int
    var runningPod: @Sendable (Int) -> Pod
    var arrivingPod: @Sendable (Int) -> Pod

    static let all = [
        Shape(
            name: "basic", target: 10_000, running: 2, arriving: 20, runningPod: { pod("running-\($0)") },
            arrivingPod: { pod("arriving-\($0)") }),
        Shape(
            name: "topology spread", target: 3000, running: 10, arriving: 10, runningPod: { pod("running-\($0)") },
            arrivingPod: { spreadPod("arriving-\($0)") }),
        Shape(
            name: "required anti-affinity", target: 1500, running: 2, arriving: 4,
            runningPod: { lonelyPod("running-\($0)") }, arrivingPod: { lonelyPod("arriving-\($0)") }),
        Shape(
            name: "preemption", target: 1500, running: 40, arriving: 10,
            runningPod: { pod("running-\($0)", milliCPU: 900) },
            arrivingPod: { pod("arriving-\($0)", milliCPU: 3000, priority: 10) }),
    ]

    /// Pods bound per second.
    func rate(nodes: Int) -> Double {
        var configuration = SchedulerConfiguration()
        configuration.seed = 1
        var bench = SchedulerBench(DefaultScheduler(configuration: configuration))
        for number in 0..<nodes { bench.handle(.node(Self.node(number))) }
        for number in 0..<nodes * running / 10 { bench.handle(.pod(runningPod(number))) }
        bench.decideAll()
        let pods = (0..<nodes * arriving / 10).map(arrivingPod)
        let before = bench.bound
        let start = ContinuousClock.now
        for pod in pods {
            bench.arrive(pod)
        }
        bench.decideAll()
        return Double(bench.bound - before) / (ContinuousClock.now - start).seconds
    }

    private static func node(_ number: Int) -> Node {
        var node = Node()
        node.metadata.name = "node-\(number)"
        node.metadata.labels = [
            "kubernetes.io/hostname": "node-\(number)", "topology.kubernetes.io/zone": "zone-\(number % 3)",
        ]
        node.status.allocatable = ["cpu": Quantity(4), "memory": Quantity(32 << 30), "pods": Quantity(110)]
        return node
    }

    private static func pod(_ name: String, milliCPU: Int = 100, priority: Int = 0) -> Pod {
        var pod = Pod()
        pod.metadata.name = name
        pod.metadata.namespace = "default"
        pod.metadata.uid = name
        pod.spec.priority = priority
        var container = Container()
        container.resources.requests = ["cpu": Quantity(milli: milliCPU), "memory": Quantity(500 << 20)]
        pod.spec.containers = [container]
        return pod
    }

    private static func spreadPod(_ name: String) -> Pod {
        var pod = pod(name)
        pod.metadata.labels = ["color": "blue"]
        var constraint = TopologySpreadConstraint()
        constraint.maxSkew = 5
        constraint.topologyKey = "topology.kubernetes.io/zone"
        constraint.whenUnsatisfiable = "DoNotSchedule"
        constraint.labelSelector = LabelSelector(matchLabels: ["color": "blue"])
        pod.spec.topologySpreadConstraints = [constraint]
        return pod
    }

    private static func lonelyPod(_ name: String) -> Pod {
        var pod = pod(name)
        pod.metadata.labels = ["color": "green"]
        var term = PodAffinityTerm()
        term.labelSelector = LabelSelector(matchLabels: ["color": "green"])
        term.topologyKey = "kubernetes.io/hostname"
        var affinity = Affinity()
        affinity.podAntiAffinity = PodAntiAffinity()
        affinity.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution = [term]
        pod.spec.affinity = affinity
        return pod
    }
}

/// A scheduler whose every wish comes true at once.
private struct SchedulerBench {
    private var scheduler: DefaultScheduler
    private var now = ContinuousClock.now
    private(set) var bound = 0

    init(_ scheduler: DefaultScheduler) { self.scheduler = scheduler }

    mutating func handle(_ event: SchedulerEvent) { scheduler.handle(event, now: now) }

    mutating func arrive(_ pod: Pod) {
        now += .microseconds(650)
        handle(.pod(pod))
        decide()
    }

    /// Until nothing can be decided now.
    mutating func decide() {
        while let action = scheduler.next(now: now) {
            switch action {
            case .bind: bound += 1
            case .bindVolumes: break
            case .unschedulable, .consult, .failed: break
            case .preempt(_, _, let victims, _): for victim in victims { handle(.podDeleted(victim)) }
            }
        }
    }

    /// Until nothing is left to decide, or only what waits for a change.
    mutating func decideAll() {
        decide()
        while scheduler.pendingCounts.unschedulable == 0, let deadline = scheduler.nextDeadline {
            now = max(now, deadline)
            decide()
        }
    }
}
