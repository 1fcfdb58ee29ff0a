import API

/// Adds up the weights of the preferred node affinity terms that a node matches.
struct PreferredNodeAffinity: Priority {
    static let weight = 2
    private let terms: [PreferredSchedulingTerm]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        terms = pod.pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        if terms.isEmpty { return nil }
    }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        Priorities.normalized(
            slots.map { slot in
                terms.filter { $0.preference.matches(cluster.nodes[slot].node) }.reduce(0) { $0 + $1.weight }
            })
    }
}
