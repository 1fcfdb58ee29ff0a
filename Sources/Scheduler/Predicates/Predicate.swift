import SchedulerContract

/// A rule that says whether a pod may run on a node. A node is feasible when no rule has anything against it.
///
/// An instance is made for one attempt to place one pod; what the rule needs to know of the pod and of the cluster is
/// worked out then, once for all nodes. To read a rule, read ``rejections(of:in:)`` first.
///
/// Source: kubernetes.io, Concepts → Kubernetes Scheduler, "Filtering".
protocol Predicate: Sendable {
    /// Which changes may make a rejected node feasible.
    static var curedBy: ClusterChange { get }

    /// Nil when the rule has nothing to say about this pod on any node.
    init?(_ pod: PodInfo, in cluster: Cluster)

    /// Everything that speaks against the node; empty when nothing does.
    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection]
}

/// What may change in a cluster so that a pod that fitted nowhere may fit now.
struct ClusterChange: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let nodeAdded = ClusterChange(rawValue: 1)
    static let nodeAllocatable = ClusterChange(rawValue: 2)
    static let nodeLabels = ClusterChange(rawValue: 4)
    /// Taints or `spec.unschedulable`.
    static let nodeTaints = ClusterChange(rawValue: 8)
    static let podPlaced = ClusterChange(rawValue: 16)
    static let podRemoved = ClusterChange(rawValue: 32)
    /// Labels of a pod that runs.
    static let podLabels = ClusterChange(rawValue: 64)
}

enum Predicates {
    /// In this order they are asked about a node, until one objects: the cheap and the common ones first.
    static let all: [any Predicate.Type] = [
        NodeUnschedulable.self, NodeName.self, TaintToleration.self, NodeAffinity.self, NodePorts.self,
        NodeResourcesFit.self, TopologySpread.self, InterPodAffinity.self,
    ]
}
