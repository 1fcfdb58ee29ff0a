import API

/// The pod's own spread constraints that say `ScheduleAnyway`: the fewer selected pods in a node's domain, the better.
struct PreferredSpread: Priority {
    static let weight = 2
    private let constraints: [SpreadCount]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let soft = pod.pod.spec.topologySpreadConstraints.filter { $0.whenUnsatisfiable == "ScheduleAnyway" }
        if soft.isEmpty { return nil }
        let affinity = NodeAffinity(pod, in: cluster)
        constraints = soft.map { SpreadCount($0, for: pod, nodes: cluster.order, affinity, in: cluster) }
    }

    /// A node without one of the topologies' labels gets nothing.
    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        let costs = slots.map { cost(of: $0, in: cluster) }
        let scores = SpreadWeight.scores(fromCosts: costs.compactMap(\.self))
        var next = scores.makeIterator()
        return costs.map { $0 == nil ? 0 : next.next() ?? 0 }
    }

    private func cost(of slot: Int, in cluster: Cluster) -> Int? {
        var cost = 0
        for constraint in constraints {
            guard let domain = cluster.nodes[slot].labels[constraint.topologyKey] else { return nil }
            let weight = SpreadWeight.of(domains: constraint.counts.count)
            cost += (constraint.counts[domain] ?? 0) * weight + (constraint.maxSkew - 1) * 1000
        }
        return cost
    }
}
