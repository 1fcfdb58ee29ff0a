import API
import LabWorker
import SchedulerContract

/// Where pods that a term selects already run, this pod must (affinity) or must not (anti-affinity) run as well; and
/// where pods run whose anti-affinity selects this one, it must not run either.
///
/// "Where" is a domain: all nodes with the same value of the term's topology key.
/// Source: kubernetes.io, Concepts → Assigning Pods to Nodes → Inter-pod affinity and anti-affinity.
struct InterPodAffinity: Predicate {
    static let name = PluginName.interPodAffinity
    static let curedBy = ClusterChange.podChanges.union([.nodeAdded, .nodeLabels, .namespaces])
    static let isLocal = false

    private let pod: PodInfo
    /// For each term, how many pods run in each domain that *all* the terms select.
    private var affinity: [DomainCounts]
    /// For each term, how many pods run in each domain that it selects.
    private var antiAffinity: [DomainCounts]
    /// For each topology, how many terms of pods there select this one.
    private var repulsion: [String: DomainCounts]
    /// Whether the pod is one of those it wants to be with.
    private let selectsItself: Bool

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let repelling = cluster.carriedTerms.selecting(pod, cluster.namespaceLabels)
            .filter { $0.effect == .requiredAntiAffinity }
        if pod.requiredAffinity.isEmpty, pod.requiredAntiAffinity.isEmpty, repelling.isEmpty { return nil }
        self.pod = pod
        let together = pod.requiredAffinity.isEmpty ? [:] : cluster.count(pod.affinityQuery)
        affinity = pod.requiredAffinity.map { DomainCounts(cluster.topology($0.topologyKey), together) }
        antiAffinity = pod.requiredAntiAffinity.map {
            DomainCounts(cluster.topology($0.topologyKey), cluster.count($0.query))
        }
        repulsion = [:]
        for key in repelling {
            repulsion[key.term.topologyKey, default: DomainCounts(cluster.topology(key.term.topologyKey))]
                .add(cluster.carriedTerms.owners[key] ?? [:], times: 1)
        }
        selectsItself = pod.affinityQuery.selects(pod, cluster.namespaceLabels)
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        // Lab 09, step 7: yours to write.
        notWritten()
    }

    /// It wants to be with its like, and none runs anywhere yet: someone has to begin.
    private var isFirstOfItsGroup: Bool { selectsItself && affinity.allSatisfy { $0.sum == 0 } }

    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster) {
        let namespaces = cluster.namespaceLabels
        if !affinity.isEmpty, pod.affinityQuery.selects(other, namespaces) {
            for index in affinity.indices { affinity[index].add(sign, slot: slot) }
        }
        for (index, term) in pod.requiredAntiAffinity.enumerated() where term.query.selects(other, namespaces) {
            antiAffinity[index].add(sign, slot: slot)
        }
        for term in other.requiredAntiAffinity where term.query.selects(pod, namespaces) {
            repulsion[term.topologyKey, default: DomainCounts(cluster.topology(term.topologyKey))]
                .add(sign, slot: slot)
        }
    }

    /// A pod helps that has come and is wanted, or has gone and was not.
    static func mayHelp(_ pod: PodInfo, _ event: ClusterEvent, in cluster: Cluster) -> Bool {
        guard let other = event.pod, event.change != .podLabels else { return true }
        let namespaces = cluster.namespaceLabels
        if event.change == .podPlaced { return pod.affinityQuery.selects(other, namespaces) }
        return pod.requiredAntiAffinity.contains { $0.query.selects(other, namespaces) }
            || other.requiredAntiAffinity.contains { $0.query.selects(pod, namespaces) }
    }
}
