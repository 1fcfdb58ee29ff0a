import API
import Schema
import SchedulerContract
import Testing

@testable import Scheduler

/// What an administrator adds to every pod of a profile.
@Suite struct ProfileTests {
    private let now = ContinuousClock.now

    private func scheduler(zones: [String], _ change: (inout SchedulerConfiguration) -> Void) -> DefaultScheduler {
        var configuration = SchedulerConfiguration()
        change(&configuration)
        var scheduler = DefaultScheduler(configuration: configuration)
        for (index, zone) in zones.enumerated() {
            var node = Node()
            node.metadata.name = "n\(index)"
            node.metadata.labels = ["zone": zone]
            node.status.allocatable = ["cpu": Quantity(64), "memory": Quantity(8 << 30), "pods": Quantity(500)]
            scheduler.handle(.node(node), now: now)
        }
        return scheduler
    }

    private func pod(_ name: String, of controller: String? = nil, scheduler: String = "") -> Pod {
        var pod = Pod()
        (pod.metadata.name, pod.metadata.namespace, pod.metadata.uid) = (name, "default", name)
        pod.spec.schedulerName = scheduler
        pod.spec.containers = [Container()]
        if let controller {
            var owner = OwnerReference()
            (owner.uid, owner.controller) = (controller, true)
            pod.metadata.ownerReferences = [owner]
        }
        return pod
    }

    private func affinity(zone: String) -> API.NodeAffinity {
        var requirement = NodeSelectorRequirement()
        (requirement.key, requirement.operator, requirement.values) = ("zone", .in, [zone])
        var term = NodeSelectorTerm()
        term.matchExpressions = [requirement]
        var affinity = API.NodeAffinity()
        affinity.requiredDuringSchedulingIgnoredDuringExecution = NodeSelector()
        affinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms = [term]
        return affinity
    }

    @Test func aProfilesAddedAffinityHoldsForItsPodsOnly() {
        var scheduler = scheduler(zones: ["a", "b"]) { configuration in
            configuration.profiles = ["a", "b", "c"].map { zone in
                var profile = SchedulerProfile()
                (profile.schedulerName, profile.addedAffinity) = ("in-\(zone)", affinity(zone: zone))
                return profile
            }
        }
        var scheduled = 0
        for (zone, node) in [("a", "n0"), ("b", "n1"), ("a", "n0")] {
            let pod = pod("p\(scheduled)", scheduler: "in-\(zone)")
            scheduled += 1
            scheduler.handle(.pod(pod), now: now)
            #expect(scheduler.next(now: now) == .bind(pod, node: node))
        }
        scheduler.handle(.pod(pod("nowhere", scheduler: "in-c")), now: now)
        guard case .unschedulable(_, let error) = scheduler.next(now: now) else {
            Issue.record("it was scheduled")
            return
        }
        #expect(error.description.contains("2 node(s) didn't match scheduler-enforced node affinity"))
    }

    @Test func aProfilesConstraintsSpreadReplicasThatHaveNone() {
        var scheduler = scheduler(zones: ["a", "b", "c", "c"]) { configuration in
            var constraint = TopologySpreadConstraint()
            (constraint.topologyKey, constraint.maxSkew) = ("zone", 1)
            constraint.whenUnsatisfiable = "DoNotSchedule"
            configuration.profile.defaultConstraints = [constraint]
            configuration.profile.spreadsReplicas = false
        }
        var zones: [String: Int] = [:]
        for number in 0..<9 {
            scheduler.handle(.pod(pod("p\(number)", of: "web")), now: now)
            guard case .bind(_, let node) = scheduler.next(now: now) else { continue }
            zones[["n0": "a", "n1": "b"][node] ?? "c", default: 0] += 1
        }
        #expect(zones == ["a": 3, "b": 3, "c": 3])
    }

    /// What a search finds is shown by the question to extenders.
    @Test func aProfilesShareOfNodesToScoreComesBeforeTheSchedulers() {
        var scheduler = scheduler(zones: [String](repeating: "a", count: 400)) { configuration in
            configuration.percentageOfNodesToScore = 50
            configuration.extenders = [ExtenderConcern()]
            var all = SchedulerProfile()
            (all.schedulerName, all.percentageOfNodesToScore) = ("all", 100)
            configuration.profiles.append(all)
        }
        for (name, count) in [("default-scheduler", 200), ("all", 400)] {
            let pod = pod(name, scheduler: name)
            scheduler.handle(.pod(pod), now: now)
            guard case .consult(let question) = scheduler.next(now: now) else {
                Issue.record("nobody was asked")
                continue
            }
            #expect(question.nodes.count == count)
            scheduler.handle(.podDeleted(pod), now: now)
        }
    }
}
