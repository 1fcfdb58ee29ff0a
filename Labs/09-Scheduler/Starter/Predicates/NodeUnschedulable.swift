import API
import SchedulerContract

/// A cordoned node (`spec.unschedulable`) takes no new pods, except those that tolerate the taint that goes with it.
struct NodeUnschedulable: Predicate {
    static let name = PluginName.nodeUnschedulable
    static let curedBy: ClusterChange = [.nodeAdded, .nodeTaints]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if cluster.unschedulableCount == 0 { return nil }
        let taint = Taint(key: "node.kubernetes.io/unschedulable", effect: .noSchedule)
        if pod.pod.spec.tolerations.tolerate(taint) { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        cluster.loads[slot].isUnschedulable ? [.nodeUnschedulable] : []
    }
}
