import SchedulerContract

/// The pod's spread constraints that only advise (`ScheduleAnyway`): the fewer selected pods in a node's domain, the
/// better. For the replicas of a controller that say nothing, hosts and zones are taken.
///
/// A node that lacks one of the labels gets nothing, unless the constraints are those defaults.
struct TopologySpreadPriority: Priority {
    static let name = PluginName.podTopologySpread
    /// The raw score of a node that takes no part.
    private static let ignored = -1

    private let constraints: [SpreadConstraint]
    private let topologies: [Topology]
    private let counts: [DomainCounts]
    private let requiresAllLabels: Bool

    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile) {
        let constraints = pod.softSpread(replicasAreSpread: profile.spreadsReplicas)
        if constraints.isEmpty { return nil }
        let topologies = constraints.map { cluster.topology($0.topologyKey) }
        let isOwn = !pod.softSpread.isEmpty
        self.constraints = constraints
        self.topologies = topologies
        requiresAllLabels = isOwn
        counts = constraints.indices.map { index in
            Self.count(constraints[index], topologies[index], isOwn ? topologies : [], pod, cluster)
        }
    }

    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int] {
        let scored = requiresAllLabels ? slots.filter(hasAllLabels) : slots
        let weights = topologies.map { SpreadWeight.of(domains: $0.domainCount(of: scored)) }
        return slots.map { slot in
            if requiresAllLabels, !hasAllLabels(slot) { return Self.ignored }
            var cost = 0.0
            for index in constraints.indices {
                guard let count = counts[index][slot: slot] else { continue }
                cost += Double(count) * weights[index] + Double(constraints[index].maxSkew - 1)
            }
            return Int(cost.rounded())
        }
    }

    /// The cheapest node gets 100, the dearest the least.
    func normalize(_ scores: inout [Int]) {
        let costs = scores.lazy.filter { $0 != Self.ignored }
        let (least, most) = (costs.min() ?? 0, costs.max() ?? 0)
        for index in scores.indices {
            if scores[index] == Self.ignored {
                scores[index] = 0
            } else {
                scores[index] = most == 0 ? 100 : (most + least - scores[index]) * Priorities.maximum / most
            }
        }
    }

    private func hasAllLabels(_ slot: Int) -> Bool { topologies.allSatisfy { $0.domain(of: slot) != nil } }

    /// Counts the pods on nodes that have the labels and that the constraint's policies include.
    private static func count(
        _ constraint: SpreadConstraint, _ topology: Topology, _ required: [Topology], _ pod: PodInfo,
        _ cluster: Cluster
    ) -> DomainCounts {
        let affinity = constraint.honorsAffinity ? NodeAffinity(pod, in: cluster) : nil
        let taints = constraint.honorsTaints ? TaintToleration(pod, in: cluster) : nil
        var counts = DomainCounts(topology)
        for (slot, count) in cluster.count(constraint.query) where cluster.nodes[slot].isKnown {
            let node = cluster.nodes[slot]
            guard required.allSatisfy({ $0.domain(of: slot) != nil }), affinity?.accepts(node) != false,
                taints?.tolerates(node) != false
            else { continue }
            counts.add(count, slot: slot)
        }
        return counts
    }
}

/// One pod more weighs more where pods can be spread wider: by the logarithm of the number of domains.
enum SpreadWeight {
    static func of(domains: Int) -> Double { logarithm(Double(domains + 2)) }

    /// The natural logarithm, of numbers from 1. The standard library has none: this is `k·ln 2 + 2·artanh((m-1)/(m+1))`
    /// with x = m·2ᵏ, 1 ≤ m < 2.
    private static func logarithm(_ x: Double) -> Double {
        let fraction = (x.significand - 1) / (x.significand + 1)
        var power = fraction
        var sum = 0.0
        for odd in stride(from: 1.0, to: 40, by: 2) {
            sum += power / odd
            power *= fraction * fraction
        }
        return Double(x.exponent) * 0.693_147_180_559_945_3 + 2 * sum
    }
}

extension Topology {
    /// How many domains these nodes are in.
    fileprivate func domainCount(of slots: [Int]) -> Int {
        var seen = [Bool](repeating: false, count: count)
        var found = 0
        for slot in slots {
            guard let domain = domain(of: slot), !seen[domain] else { continue }
            seen[domain] = true
            found += 1
        }
        return found
    }
}
