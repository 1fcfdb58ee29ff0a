import API
import Schema
import SchedulerContract

/// Preemption a second time: for every node the victims, and the nodes where they hurt least.
struct NaivePreemption {
    let world: World
    let pod: Pod

    /// By node, of all that are equally good.
    var best: [String: [String]] {
        var candidates: [(node: String, victims: [Pod], cost: [Int])] = []
        for node in world.nodes {
            guard let (victims, violations) = victims(on: node), !victims.isEmpty else { continue }
            let priorities = victims.map { $0.spec.priority ?? 0 }
            let highest = priorities.max() ?? 0
            let starts = victims.filter { ($0.spec.priority ?? 0) == highest }.map(start)
            let cost = [
                violations, highest, priorities.reduce(0, +) + victims.count << 31, victims.count,
                -(starts.min() ?? 0),
            ]
            candidates.append((node.name, victims, cost))
        }
        let least = candidates.map(\.cost).min { $0.lexicographicallyPrecedes($1) }
        return candidates.filter { $0.cost == least }.reduce(into: [:]) {
            $0[$1.node] = $1.victims.map(\.name).sorted()
        }
    }

    private func victims(on node: Node) -> ([Pod], violations: Int)? {
        guard pod.spec.preemptionPolicy != .never,
            let refusal = NaivePredicates(world: world, pod: pod).refusal(of: node), refusal.isCurable
        else { return nil }
        let lesser = world.pods(on: node).filter { ($0.spec.priority ?? 0) < (pod.spec.priority ?? 0) }
        var gone = lesser
        guard fits(node, without: gone) else { return nil }
        let ordered = lesser.sorted {
            ($1.spec.priority ?? 0, start($0), $0.metadata.uid) < ($0.spec.priority ?? 0, start($1), $1.metadata.uid)
        }
        let protected = violating(ordered)
        for candidate in protected + ordered.filter({ pod in !protected.contains { $0.name == pod.name } }) {
            let rest = gone.filter { $0.metadata.uid != candidate.metadata.uid }
            if fits(node, without: rest) { gone = rest }
        }
        return (gone, gone.count { pod in protected.contains { $0.name == pod.name } })
    }

    private func fits(_ node: Node, without gone: [Pod]) -> Bool {
        NaivePredicates(world: world.without(gone), pod: pod).refusal(of: node) == nil
    }

    private func start(_ pod: Pod) -> Int { pod.status.startTime?.seconds ?? Int.max }

    private func violating(_ pods: [Pod]) -> [Pod] {
        var left = world.budgets.map(\.status.disruptionsAllowed)
        return pods.filter { pod in
            var violates = false
            for (index, budget) in world.budgets.enumerated() where budget.namespace == pod.namespace {
                guard let selector = budget.spec.selector, selector.matches(pod.metadata.labels) else { continue }
                left[index] -= 1
                if left[index] < 0 { violates = true }
            }
            return violates
        }
    }
}
