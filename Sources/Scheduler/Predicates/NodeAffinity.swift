import API
import SchedulerContract

/// The node's labels are what `nodeSelector` and the required node affinity ask for.
///
/// All pairs of the selector must match; of the affinity's terms one must, and in a term all expressions.
/// Source: kubernetes.io, Concepts → Assigning Pods to Nodes.
struct NodeAffinity: Predicate {
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels]
    private let spec: PodSpec

    init?(_ pod: PodInfo, in cluster: Cluster) {
        spec = pod.pod.spec
        let required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
        if spec.nodeSelector.isEmpty, required == nil { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        matches(cluster.nodes[slot]) ? [] : [.nodeAffinity]
    }

    func matches(_ node: NodeInfo) -> Bool { spec.accepts(node.node) }
}
