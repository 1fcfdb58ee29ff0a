import API
import SchedulerContract

/// Adds the weights of preferred terms: of this pod's for each pod that they select in the node's domain, and of the
/// terms of the pods that run for this one. Attraction counts up, repulsion down.
///
/// A *required* affinity of a running pod counts as well, with a weight of the profile's: who must have this one near would
/// like more of its kind.
struct PodAffinityPriority: Priority {
    static let name = PluginName.interPodAffinity
    /// By topology, the sum of weights in each domain.
    private let sums: [DomainCounts]

    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile) {
        var sums: [String: DomainCounts] = [:]
        func add(_ counts: PodCounts.Counts, _ key: String, times weight: Int) {
            if weight == 0 || counts.isEmpty { return }
            sums[key, default: DomainCounts(cluster.topology(key))].add(counts, times: weight)
        }
        for (term, weight) in pod.preferredTerms { add(cluster.count(term.query), term.topologyKey, times: weight) }
        let isWithoutTerms =
            pod.preferredTerms.isEmpty && pod.requiredAffinity.isEmpty && pod.requiredAntiAffinity.isEmpty
        if profile.ignoresTermsOfRunningPods, isWithoutTerms { return nil }
        for key in cluster.carriedTerms.selecting(pod, cluster.namespaceLabels) {
            let weight = key.effect.weight(hard: profile.hardPodAffinityWeight)
            add(cluster.carriedTerms.owners[key] ?? [:], key.term.topologyKey, times: weight)
        }
        self.sums = sums.values.filter { !$0.isEmpty }
        if self.sums.isEmpty { return nil }
    }

    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int] {
        slots.map { slot in sums.reduce(0) { $0 + ($1[slot: slot] ?? 0) } }
    }

    /// The least becomes 0, the most 100.
    func normalize(_ scores: inout [Int]) {
        guard let least = scores.min(), let most = scores.max() else { return }
        for index in scores.indices {
            let share = most > least ? Double(scores[index] - least) / Double(most - least) : 0
            scores[index] = Int(Double(Priorities.maximum) * share)
        }
    }
}

extension CarriedTerms.Effect {
    fileprivate func weight(hard: Int) -> Int {
        switch self {
        case .requiredAntiAffinity: 0
        case .requiredAffinity: hard
        case .preferred(let weight): weight
        }
    }
}
