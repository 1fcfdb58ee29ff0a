import API

/// Adds the weights of the preferred terms for each pod they select in the node's domain: attraction counts up,
/// repulsion down.
///
/// Left out: the preferences of the pods that run already.
struct PreferredPodAffinity: Priority {
    static let weight = 2
    /// By topology key and value.
    private let sums: [String: [String: Int]]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let affinity = pod.pod.spec.affinity
        let near = affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        let apart = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        if near.isEmpty, apart.isEmpty { return nil }
        var sums: [String: [String: Int]] = [:]
        for (terms, sign) in [(near, 1), (apart, -1)] {
            for term in terms { Self.add(term, sign, for: pod, in: cluster, to: &sums) }
        }
        self.sums = sums
    }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        let raw = slots.map { slot in
            sums.reduce(0) { sum, topology in
                sum + (cluster.nodes[slot].labels[topology.key].flatMap { topology.value[$0] } ?? 0)
            }
        }
        let least = raw.min() ?? 0
        return Priorities.normalized(raw.map { $0 - least })
    }

    private static func add(
        _ term: WeightedPodAffinityTerm, _ sign: Int, for pod: PodInfo, in cluster: Cluster,
        to sums: inout [String: [String: Int]]
    ) {
        let key = term.podAffinityTerm.topologyKey
        for slot in cluster.order {
            guard let value = cluster.nodes[slot].labels[key] else { continue }
            let count = cluster.nodes[slot].pods.count { term.podAffinityTerm.selects($0, from: pod) }
            if count > 0 { sums[key, default: [:]][value, default: 0] += sign * term.weight * count }
        }
    }
}
