import API
import SchedulerContract

/// A taint keeps away every pod that doesn't tolerate it.
///
/// Source: kubernetes.io, Concepts → Taints and Tolerations.
struct TaintToleration: Predicate {
    static let curedBy: ClusterChange = [.nodeAdded, .nodeTaints]
    private let tolerations: [Toleration]

    init?(_ pod: PodInfo, in cluster: Cluster) { tolerations = pod.pod.spec.tolerations }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        guard cluster.loads[slot].hasRepellingTaints else { return [] }
        guard let taint = cluster.nodes[slot].repellingTaints.first(where: { !tolerations.tolerate($0) }) else {
            return []
        }
        return [.untoleratedTaint(key: taint.key, value: taint.value)]
    }
}
