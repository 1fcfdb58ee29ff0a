import API
import LabWorker
import SchedulerContract

/// The node's labels are what `nodeSelector` and the required node affinity ask for.
///
/// All pairs of the selector must match; of the affinity's terms one must, and in a term all requirements. A term without
/// requirements matches no node.
/// Source: kubernetes.io, Concepts → Assigning Pods to Nodes.
struct NodeAffinity: Predicate {
    static let name = PluginName.nodeAffinity
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels]
    private let selector: [String: String]
    /// Nil when the pod has no required node affinity.
    private let terms: [NodeSelectorTerm]?
    /// The profile's terms, for every pod.
    private let enforced: [NodeSelectorTerm]?

    init?(_ pod: PodInfo, in cluster: Cluster) {
        selector = pod.pod.spec.nodeSelector
        let affinity = pod.pod.spec.affinity?.nodeAffinity
        terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
        enforced = pod.additions?.affinity?.required
        if selector.isEmpty, terms == nil, enforced == nil { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let node = cluster.nodes[slot]
        if let enforced, !enforced.contains(where: { Self.matches($0, node) }) { return [.enforcedNodeAffinity] }
        return accepts(node) ? [] : [.nodeAffinity]
    }

    func accepts(_ node: NodeInfo) -> Bool {
        // Lab 09, step 3: yours to write.
        notWritten()
    }

    /// Whether a node is as one term says. The only field of a node that can be asked for is its name.
    static func matches(_ term: NodeSelectorTerm, _ node: NodeInfo) -> Bool {
        // Lab 09, step 3: yours to write.
        notWritten()
    }

    /// Whether a requirement holds of a label's value; nil when the node hasn't got the label.
    private static func holds(_ requirement: NodeSelectorRequirement, of value: String?) -> Bool {
        // Lab 09, step 3: yours to write.
        notWritten()
    }
}
