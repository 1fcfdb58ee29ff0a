import API
import Controllers
import Schema
import Testing

@Suite("Jobs, DaemonSets, budgets")
struct WorkloadTests {
    let now = Time(seconds: 1000)

    @Test("A Job runs as many pods at a time as it may, until enough have succeeded")
    func job() {
        var world = JobWorld(completions: 5, parallelism: 2)
        world.settle { world in #expect(world.job.status.active <= 2) }
        #expect(world.job.status.succeeded == 5)
        #expect(world.job.status.conditions.isTrue("Complete"))
        #expect(world.job.status.uncountedTerminatedPods == nil)
        #expect(world.started == 5)
    }

    @Test("A Job counts each failure once, waits longer each time, and gives up")
    func failing() {
        var world = JobWorld(completions: 1, parallelism: 1)
        world.outcome = .failed
        world.job.spec.backoffLimit = 2
        world.settle(rounds: 400)
        #expect(world.job.status.failed == 3 && world.started == 3)
        #expect(world.job.status.conditions["Failed"]?.reason == "BackoffLimitExceeded")
    }

    @Test("A DaemonSet has one pod on every node that it fits")
    func daemonSet() {
        var set = DaemonSet()
        set.metadata.name = "agent"
        let tainted = node("tainted", taint: Taint(key: "dedicated", effect: .noSchedule))
        let plan = DaemonSetPlan(for: set, pods: [], nodes: [node("a"), node("b"), tainted], now: now)
        #expect(plan.create.count == 2 && plan.status.desiredNumberScheduled == 2)
        let again = DaemonSetPlan(for: set, pods: named(plan.create), nodes: [node("a"), node("c")], now: now)
        #expect(again.create.count == 1 && again.delete.map(\.name) == ["agent-1"])
    }

    @Test("A changed template replaces one pod after the other")
    func daemonSetUpdate() {
        var set = DaemonSet()
        set.metadata.name = "agent"
        let nodes = [node("a"), node("b"), node("c")]
        var pods = named(DaemonSetPlan(for: set, pods: [], nodes: nodes, now: now).create)
        for index in pods.indices { pods[index].status.conditions.set(PodCondition(.ready, .true), at: now) }
        set.spec.template.metadata.labels["version"] = "2"
        #expect(DaemonSetPlan(for: set, pods: pods, nodes: nodes, now: now).delete.count == 1)
        pods.removeFirst()
        let plan = DaemonSetPlan(for: set, pods: pods, nodes: nodes, now: now)
        #expect(plan.create.count == 1 && plan.delete.isEmpty)
    }

    @Test(
        "A budget allows as many evictions as leave enough pods",
        arguments: [("50%", nil, 4, 2), (3, nil, 4, 1), (nil, 1, 4, 1), (nil, "30%", 3, 1), (4, nil, 3, 0)]
            as [(IntOrString?, IntOrString?, Int, Int)])
    func budget(minimum: IntOrString?, maximum: IntOrString?, ready: Int, allowed: Int) {
        var budget = PodDisruptionBudget()
        budget.spec.minAvailable = minimum
        budget.spec.maxUnavailable = maximum
        let pods = (0..<ready).map { number in
            var pod = Pod()
            pod.metadata.name = "p\(number)"
            pod.status.conditions.set(PodCondition(.ready, .true), at: now)
            return pod
        }
        let plan = DisruptionBudgetPlan(for: budget, pods: pods, expected: 4, now: now)
        #expect(plan.status.disruptionsAllowed == allowed)
    }

    private func node(_ name: String, taint: Taint? = nil) -> Node {
        var node = Node()
        node.metadata.name = name
        node.spec.taints = taint.map { [$0] } ?? []
        return node
    }

    private func named(_ pods: [Pod]) -> [Pod] {
        pods.enumerated().map { index, pod in
            var pod = pod
            pod.metadata.name = "agent-\(index)"
            return pod
        }
    }
}

/// A Job, its pods, and time.
struct JobWorld {
    var job = Job()
    var pods: [Pod] = []
    var outcome = PodPhase.succeeded
    private(set) var started = 0
    private var now = Time(seconds: 1000)

    init(completions: Int, parallelism: Int) {
        job.metadata.name = "task"
        job.metadata.uid = "job"
        job.spec.completions = completions
        job.spec.parallelism = parallelism
    }

    mutating func settle(rounds: Int = 60, check: (JobWorld) -> Void = { _ in }) {
        for _ in 0..<rounds {
            now = now + 1
            let plan = JobPlan(for: job, pods: pods, now: now)
            job.status = plan.status
            pods = pods.map { pod in plan.removeFinalizer.contains { $0.name == pod.name } ? pod.untracked : pod }
            pods.removeAll { pod in plan.delete.contains { $0.name == pod.name } }
            for _ in 0..<plan.create { start() }
            check(self)
            for index in pods.indices where pods[index].status.phase == .running { end(&pods[index]) }
        }
    }

    private mutating func start() {
        started += 1
        var pod = job.newPod
        pod.metadata.name = "task-\(started)"
        pod.metadata.uid = pod.metadata.name
        pod.status.phase = .running
        pods.append(pod)
    }

    private func end(_ pod: inout Pod) {
        pod.status.phase = outcome
        var container = ContainerStatus()
        container.state.terminated = ContainerStateTerminated()
        container.state.terminated?.finishedAt = now
        pod.status.containerStatuses = [container]
    }
}
