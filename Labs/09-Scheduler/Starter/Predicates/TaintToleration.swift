import API
import LabWorker
import Schema
import SchedulerContract

/// A taint keeps away every pod that doesn't tolerate it.
///
/// A toleration says which taints it means by key, value and effect; what it leaves empty means any. Taints with the
/// effect `PreferNoSchedule` only advise: they are a matter of score.
/// Source: kubernetes.io, Concepts → Taints and Tolerations.
struct TaintToleration: Predicate {
    static let name = PluginName.taintToleration
    static let curedBy: ClusterChange = [.nodeAdded, .nodeTaints]
    private let tolerations: [Toleration]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if cluster.taintedCount == 0 { return nil }
        tolerations = pod.pod.spec.tolerations
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        guard cluster.loads[slot].hasRepellingTaints else { return [] }
        guard let taint = firstUntolerated(of: cluster.nodes[slot].repellingTaints) else { return [] }
        return [.untoleratedTaint(key: taint.key, value: taint.value)]
    }

    /// Whether the node's taints let the pod in.
    func tolerates(_ node: NodeInfo) -> Bool { firstUntolerated(of: node.repellingTaints) == nil }

    private func firstUntolerated(of taints: [Taint]) -> Taint? {
        taints.first { taint in !tolerations.contains { tolerates(taint, $0) } }
    }

    /// Whether this toleration means the taint.
    private func tolerates(_ taint: Taint, _ toleration: Toleration) -> Bool {
        // Lab 09, step 2: yours to write.
        notWritten()
    }
}
