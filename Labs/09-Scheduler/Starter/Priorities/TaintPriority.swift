import API
import SchedulerContract

/// Prefers nodes with fewer taints that only advise (`PreferNoSchedule`) and that the pod doesn't tolerate.
struct TaintPriority: Priority {
    static let name = PluginName.taintToleration
    private let tolerations: [Toleration]

    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile) { tolerations = pod.pod.spec.tolerations }

    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int] {
        slots.map { slot in cluster.nodes[slot].advisingTaints.count { !tolerations.tolerate($0) } }
    }

    func normalize(_ scores: inout [Int]) { scores.scaleToMinimum() }
}
