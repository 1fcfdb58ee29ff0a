import API
import SchedulerContract

/// A pod that names its node runs there or nowhere.
///
/// The scheduler never sees such a pod in its queue, as the node's kubelet takes it at once; the rule is for whoever asks
/// for a feasible node without the queue.
struct NodeName: Predicate {
    static let name = PluginName.nodeName
    static let curedBy: ClusterChange = [.nodeAdded]
    private let node: String

    init?(_ pod: PodInfo, in cluster: Cluster) {
        node = pod.pod.spec.nodeName
        if node.isEmpty { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        cluster.nodes[slot].name == node ? [] : [.wrongNodeName]
    }
}
