import API
import Glibc
import Schema
import SchedulerContract

/// The priorities a second time: raw and normalized scores of the feasible nodes.
struct NaivePriorities {
    let world: World
    let pod: Pod
    let feasible: [Node]

    private var predicates: NaivePredicates { NaivePredicates(world: world, pod: pod) }

    /// By priority: raw and normalized, in the order of ``feasible``.
    var all: [PluginName: (raw: [Int], normalized: [Int])] {
        var all: [PluginName: (raw: [Int], normalized: [Int])] = [:]
        all[.taintToleration] = taints
        all[.nodeAffinity] = nodeAffinity
        all[.podTopologySpread] = spread
        all[.interPodAffinity] = podAffinity
        all[.nodeResourcesFit] = leastAllocated
        all[.nodeResourcesBalancedAllocation] = balanced
        return all
    }

    private var taints: (raw: [Int], normalized: [Int]) {
        let raw = feasible.map { node in
            node.spec.taints.count { taint in
                taint.effect == .preferNoSchedule && !predicates.tolerates(pod.spec.tolerations, taint)
            }
        }
        let most = raw.max() ?? 0
        return (raw, raw.map { most == 0 ? 100 : 100 - $0 * 100 / most })
    }

    private var nodeAffinity: (raw: [Int], normalized: [Int])? {
        let terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        if terms.isEmpty { return nil }
        let raw = feasible.map { node in
            terms.filter { predicates.matches($0.preference, node) }.reduce(0) { $0 + $1.weight }
        }
        let most = raw.max() ?? 0
        return (raw, raw.map { most == 0 ? $0 : $0 * 100 / most })
    }

    private var leastAllocated: (raw: [Int], normalized: [Int]) {
        let raw = feasible.map { node in
            [("cpu", 100), ("memory", (200 << 20) * 1000)].reduce(0) { sum, resource in
                let all = node.status.allocatable[resource.0]?.milliValue ?? 0
                let taken = (world.pods(on: node) + [pod]).reduce(0) {
                    $0 + NaivePredicates.request(resource.0, of: $1, assumed: resource.1)
                }
                // Upstream counts memory in bytes.
                let unit = resource.0 == "cpu" ? 1 : 1000
                return sum + (taken >= all ? 0 : (all / unit - taken / unit) * 100 / (all / unit))
            } / 2
        }
        return (raw, raw)
    }

    private var balanced: (raw: [Int], normalized: [Int])? {
        if ["cpu", "memory"].allSatisfy({ NaivePredicates.request($0, of: pod) == 0 }) { return nil }
        let raw = feasible.map { node in
            let shares = ["cpu", "memory"].map { name in
                let taken = (world.pods(on: node) + [pod]).reduce(0) { $0 + NaivePredicates.request(name, of: $1) }
                return min(1, Double(taken) / Double(node.status.allocatable[name]?.milliValue ?? 0))
            }
            return Int((1 - abs(shares[0] - shares[1]) / 2) * 100)
        }
        return (raw, raw)
    }

    private var podAffinity: (raw: [Int], normalized: [Int])? {
        var matched = false
        let raw = feasible.map { node in
            var sum = 0
            for other in world.pods {
                for (term, weight) in preferred(pod) where predicates.selects(term, of: pod, other) {
                    matched = matched || predicates.value(term, at: world.node(of: other)) != nil
                    if predicates.isSame(term, world.node(of: other), node) { sum += weight }
                }
                for (term, weight) in preferred(other) + hard(other) where predicates.selects(term, of: other, pod) {
                    matched = matched || predicates.value(term, at: world.node(of: other)) != nil
                    if predicates.isSame(term, world.node(of: other), node) { sum += weight }
                }
            }
            return sum
        }
        guard matched, let least = raw.min(), let most = raw.max() else { return nil }
        return (raw, raw.map { most == least ? 0 : Int(100 * (Double($0 - least) / Double(most - least))) })
    }

    private func preferred(_ pod: Pod) -> [(PodAffinityTerm, Int)] {
        let near = pod.spec.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        let apart = pod.spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        return near.map { ($0.podAffinityTerm, $0.weight) } + apart.map { ($0.podAffinityTerm, -$0.weight) }
    }

    private func hard(_ pod: Pod) -> [(PodAffinityTerm, Int)] {
        (pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map { ($0, 1) }
    }

    private var spread: (raw: [Int], normalized: [Int])? {
        let soft = pod.spec.topologySpreadConstraints.filter { $0.whenUnsatisfiable == "ScheduleAnyway" }
        if soft.isEmpty { return nil }
        func isLabelled(_ node: Node) -> Bool { soft.allSatisfy { node.metadata.labels[$0.topologyKey] != nil } }
        let scored = feasible.filter(isLabelled)
        let costs = feasible.map { node -> Int? in
            guard isLabelled(node) else { return nil }
            let cost = soft.reduce(0.0) { sum, constraint in
                let key = constraint.topologyKey
                let count = world.pods.count { other in
                    guard let place = world.node(of: other), isLabelled(place) else { return false }
                    return place.metadata.labels[key] == node.metadata.labels[key]
                        && predicates.includes(place, constraint) && predicates.isSpread(other, with: constraint)
                        && !other.metadata.isBeingDeleted
                }
                let domains = Set(scored.map { $0.metadata.labels[key] ?? "" }).count
                return sum + Double(count) * log(Double(domains + 2)) + Double(constraint.maxSkew - 1)
            }
            return Int(cost.rounded())
        }
        let most = costs.compactMap(\.self).max() ?? 0
        let least = costs.compactMap(\.self).min() ?? 0
        return (
            costs.map { $0 ?? -1 },
            costs.map { cost in cost.map { most == 0 ? 100 : 100 * (most + least - $0) / most } ?? 0 }
        )
    }
}
