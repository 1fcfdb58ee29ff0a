import API

/// Keeps the replicas of one controller apart, on different nodes and in different zones, when the pod itself says
/// nothing about spreading.
///
/// The more replicas a node (a zone) has, the lower its score. Upstream finds the siblings by the selectors of services and
/// controllers; here they are the pods with the same controller.
struct DefaultSpread: Priority {
    static let weight = 2
    private let replicas: [Int: Int]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        guard let controller = pod.controller, pod.pod.spec.topologySpreadConstraints.isEmpty else { return nil }
        replicas = cluster.replicas(of: controller)
        if replicas.isEmpty { return nil }
    }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        var inZone: [Int: Int] = [:]
        for (slot, count) in replicas { inZone[cluster.loads[slot].zone, default: 0] += count }
        let nodeWeight = SpreadWeight.of(domains: slots.count)
        let zoneWeight = SpreadWeight.of(domains: inZone.count)
        let costs = slots.map { slot in
            let zone = cluster.loads[slot].zone
            return (replicas[slot] ?? 0) * nodeWeight + (zone < 0 ? 0 : (inZone[zone] ?? 0) * zoneWeight)
        }
        return SpreadWeight.scores(fromCosts: costs)
    }
}

/// What constraints of different topologies have in common when nodes are scored.
enum SpreadWeight {
    /// The logarithm of the number of domains, in thousandths: one pod more weighs more where pods can be spread wider.
    static func of(domains: Int) -> Int {
        let number = domains + 2
        let power = Int.bitWidth - 1 - number.leadingZeroBitCount
        let fraction = (number * 1000 >> power) - 1000
        return (power * 1000 + fraction) * 693 / 1000
    }

    /// The cheapest node gets 100, the dearest the least.
    static func scores(fromCosts costs: [Int]) -> [Int] {
        let most = costs.max() ?? 0
        let least = costs.min() ?? 0
        guard most > 0 else { return costs.map { _ in Priorities.maximum } }
        return costs.map { (most + least - $0) * Priorities.maximum / most }
    }
}
