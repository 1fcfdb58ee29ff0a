import API
import Schema
import SchedulerContract

@testable import Scheduler

/// The reference and the naive rules, led through the same steps: where they differ, one of them is wrong.
struct Comparison {
    enum Step {
        case event(SchedulerEvent)
        /// One of the pods that run, by number.
        case remove(Int)
        case relabel(Int, [String: String])
        case end(Int)
        case schedule(Pod)
        /// A claim for which something was decided gets its volume.
        case settle(Int)
        /// The API server refuses what was decided for a pod that waits for its volumes.
        case giveUp(Int)
    }

    private var scheduler: DefaultScheduler
    private var world = World()
    private let now = ContinuousClock.now

    /// The first difference, in words; nil when there is none.
    static func difference(_ steps: [Step]) -> String? {
        var comparison = Comparison()
        for (index, step) in steps.enumerated() {
            if let difference = comparison.perform(step) { return "step \(index): \(difference)" }
        }
        return nil
    }

    /// The fewest of the steps that still differ.
    static func shrink(_ steps: [Step]) -> [Step] {
        var steps = steps
        var size = steps.count / 2
        while size > 0 {
            var start = 0
            while start < steps.count {
                var fewer = steps
                fewer.removeSubrange(start..<min(start + size, steps.count))
                if difference(fewer) != nil { steps = fewer } else { start += size }
            }
            size /= 2
        }
        return steps
    }

    private init() {
        var configuration = SchedulerConfiguration()
        configuration.profile.spreadsReplicas = false
        scheduler = DefaultScheduler(configuration: configuration)
    }

    private mutating func perform(_ step: Step) -> String? {
        switch step {
        case .event(let event): apply(event)
        case .remove(let number): if let pod = pod(number) { apply(.podDeleted(pod)) }
        case .relabel(let number, let labels):
            guard var pod = pod(number), !world.waiting.contains(pod.metadata.uid) else { return nil }
            pod.metadata.labels = labels
            apply(.pod(pod))
        case .end(let number):
            guard var pod = pod(number), !world.waiting.contains(pod.metadata.uid) else { return nil }
            pod.metadata.deletionTimestamp = Time(seconds: 2000)
            apply(.pod(pod))
        case .schedule(let pod): return schedule(pod)
        case .settle(let number): return settleVolume(number)
        case .giveUp(let number): giveUp(number)
        }
        return nil
    }

    private func pod(_ number: Int) -> Pod? { world.pods.isEmpty ? nil : world.pods[number % world.pods.count] }

    private mutating func apply(_ event: SchedulerEvent) {
        world.apply(event)
        scheduler.handle(event, now: now)
    }

    private mutating func schedule(_ pod: Pod) -> String? {
        scheduler.handle(.pod(pod), now: now)
        guard let action = scheduler.next(now: now), let record = scheduler.record(of: pod.key) else {
            return "\(pod.name): no decision"
        }
        if world.nodes.isEmpty { return settle(pod, on: nil) }
        let difference = feasibility(pod, record) ?? scores(pod, record) ?? outcome(pod, action)
        if case .bind(_, let node) = action { return difference ?? settle(pod, on: node) }
        if case .bindVolumes(_, let node, let choices) = action { return difference ?? wait(pod, on: node, choices) }
        return difference ?? settle(pod, on: nil)
    }

    /// The pod runs, or is forgotten.
    private mutating func settle(_ pod: Pod, on node: String?) -> String? {
        guard let node else {
            scheduler.handle(.podDeleted(pod), now: now)
            return nil
        }
        var placed = pod
        placed.spec.nodeName = node
        apply(.pod(placed))
        return nil
    }

    private func feasibility(_ pod: Pod, _ record: SchedulingRecord) -> String? {
        let naive = NaivePredicates(world: world, pod: pod)
        for node in world.nodes {
            let expected = naive.refusal(of: node)?.predicate
            let observed = record.nodes.first { $0.node == node.name }
            if let observed, observed.isFeasible == (expected == nil),
                expected == nil || observed.rejectedBy == expected
            {
                continue
            }
            return "\(pod.name) on \(node.name): naive says \(expected?.rawValue ?? "feasible"), the reference "
                + (observed.map { $0.isFeasible ? "feasible" : $0.rejectedBy.rawValue } ?? "nothing")
        }
        return nil
    }

    private func volumes(_ pod: Pod, _ name: String, _ choices: [VolumeChoice]) -> String? {
        guard let node = world.nodes.first(where: { $0.name == name }) else { return "\(pod.name): no such node" }
        let expected = NaiveVolumes(world: world, pod: pod).choices(on: node)
        let observed = [String: String](choices.map { ($0.claim, $0.volume) }) { $1 }
        if expected == observed { return nil }
        return "\(pod.name): naive gives \(expected ?? [:]), the reference \(observed)"
    }

    private func scores(_ pod: Pod, _ record: SchedulingRecord) -> String? {
        let feasible = world.nodes.filter { node in record.nodes.contains { $0.node == node.name && $0.isFeasible } }
        if feasible.count < 2 { return nil }
        let naive = NaivePriorities(world: world, pod: pod, feasible: feasible).all
        for (index, node) in feasible.enumerated() {
            guard let observed = record.nodes.first(where: { $0.node == node.name }) else { continue }
            for score in observed.scores {
                let expected = naive[score.priority].map { ($0.raw[index], $0.normalized[index]) }
                if expected.map({ $0 == (score.raw, score.normalized) }) == true { continue }
                return "\(pod.name) on \(node.name), \(score.priority): naive scores \(expected ?? (-9, -9)), "
                    + "the reference \((score.raw, score.normalized))"
            }
            if observed.scores.count != naive.count { return "\(pod.name): other priorities than \(naive.keys)" }
        }
        let best = record.nodes.filter(\.isFeasible).map(\.total).max()
        let chosen = record.nodes.first { $0.node == record.chosen }?.total
        return best == chosen ? nil : "\(pod.name): chosen was not the best"
    }

    private func outcome(_ pod: Pod, _ action: SchedulerAction) -> String? {
        let candidates = NaivePreemption(world: world, pod: pod).best
        let expected = candidates.sorted { $0.key < $1.key }.map { "\($0.key) without \($0.value)" }
        switch action {
        case .bind(_, let node): return volumes(pod, node, [])
        case .bindVolumes(_, let node, let choices): return volumes(pod, node, choices)
        case .consult, .failed: return "\(pod.name): there is nobody to ask"
        case .unschedulable: return candidates.isEmpty ? nil : "\(pod.name): naive makes room on \(expected)"
        case .preempt(_, let node, let victims, _):
            if candidates[node] == victims.map(\.name).sorted() { return nil }
            return
                "\(pod.name): naive makes room on \(expected), the reference on \(node) without \(victims.map(\.name))"
        }
    }
}

// MARK: - Pods that wait for their volumes

extension Comparison {
    private mutating func wait(_ pod: Pod, on node: String, _ choices: [VolumeChoice]) -> String? {
        var placed = pod
        placed.spec.nodeName = node
        world.apply(.pod(placed))
        world.setAside(choices, for: pod, on: node)
        return nil
    }

    private mutating func settleVolume(_ number: Int) -> String? {
        let open = world.claims.filter { $0.spec.volumeName.isEmpty && world.setAside[$0.key] != nil }
        guard !open.isEmpty else { return nil }
        let claim = open[number % open.count]
        guard let decided = world.setAside[claim.key] else { return nil }
        let users = world.pods.filter { pod in
            world.waiting.contains(pod.metadata.uid) && pod.namespace == claim.namespace
                && World.claimNames(of: pod).contains(claim.name)
        }
        for object in world.settled(claim, decided) { apply(.changed(object)) }
        var expected: [String] = []
        for pod in users {
            guard let outcome = world.outcome(of: pod) else { continue }
            expected.append(outcome == "bound" ? "\(pod.name) → \(pod.spec.nodeName)" : "\(pod.name) failed")
        }
        var observed: [String] = []
        while let action = scheduler.next(now: now) {
            switch action {
            case .bind(let pod, let node): observed.append("\(pod.name) → \(node)")
            case .failed(let pod, _): observed.append("\(pod.name) failed")
            default: observed.append("\(action.pod.name)?")
            }
            end(action)
        }
        if expected.sorted() == observed.sorted() { return nil }
        return "\(claim.key) has a volume: naive says \(expected), the reference \(observed)"
    }

    /// The pod runs, or is forgotten.
    private mutating func end(_ action: SchedulerAction) {
        if case .bind(var pod, let node) = action {
            pod.spec.nodeName = node
            world.endWait(of: pod.metadata.uid)
            apply(.pod(pod))
        } else {
            apply(.podDeleted(action.pod))
        }
    }

    private mutating func giveUp(_ number: Int) {
        let waiting = world.pods.filter { world.waiting.contains($0.metadata.uid) }
        guard !waiting.isEmpty else { return }
        var pod = waiting[number % waiting.count]
        pod.spec.nodeName = ""
        scheduler.handle(.bindingFailed(pod), now: now)
        apply(.podDeleted(pod))
    }
}
