import API
import SchedulerContract

/// Adds up the weights of the preferred node affinity terms that a node matches.
struct NodeAffinityPriority: Priority {
    static let name = PluginName.nodeAffinity
    private let terms: [PreferredSchedulingTerm]

    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile) {
        let own = pod.pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
        terms = own + (pod.additions?.affinity?.preferred ?? [])
        if terms.isEmpty { return nil }
    }

    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int] {
        slots.map { slot in
            terms.reduce(0) { sum, term in
                sum + (NodeAffinity.matches(term.preference, cluster.nodes[slot]) ? term.weight.clampedWeight : 0)
            }
        }
    }

    func normalize(_ scores: inout [Int]) { scores.scaleToMaximum() }
}
