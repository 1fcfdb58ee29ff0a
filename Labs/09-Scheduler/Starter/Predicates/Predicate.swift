import SchedulerContract

/// A rule that says whether a pod may run on a node. A node is feasible when no rule has anything against it.
///
/// An instance is made for one attempt to place one pod; what the rule needs to know of the pod and of the cluster is
/// worked out then, once for all nodes. To read a rule, read ``rejections(of:in:)`` first.
///
/// Source: kubernetes.io, Concepts → Kubernetes Scheduler, "Filtering".
protocol Predicate: Sendable {
    static var name: PluginName { get }
    /// Which changes may make a rejected node feasible.
    static var curedBy: ClusterChange { get }

    /// Nil when the rule has nothing to say about this pod on any node.
    init?(_ pod: PodInfo, in cluster: Cluster)

    /// Everything that speaks against the node; empty when nothing does.
    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection]

    /// What if `other` came to the node (+1), or left it (-1)? The node's own numbers in `cluster` have changed already; a
    /// rule that has worked out more changes it here.
    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster)

    /// Whether the answer follows from the node and from what the pod says about nodes (its requests, ports, tolerations,
    /// node selector and affinity), whatever is elsewhere. Answers of the others are never remembered
    /// (``NodeAnswers``), and they are told of shifts.
    static var isLocal: Bool { get }

    /// The *queueing hint*: whether an event that this rule can be cured by may really help this pod, which it has rejected.
    /// When in doubt, yes.
    static func mayHelp(_ pod: PodInfo, _ event: ClusterEvent, in cluster: Cluster) -> Bool
}

extension Predicate {
    static var isLocal: Bool { true }

    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster) {}

    /// Most rules look at one node at a time: what happens there helps if the rule has nothing against it now.
    static func mayHelp(_ pod: PodInfo, _ event: ClusterEvent, in cluster: Cluster) -> Bool {
        guard let slot = event.slot else { return true }
        return Self(pod, in: cluster)?.rejections(of: slot, in: cluster).isEmpty ?? true
    }
}

enum Predicates {
    static let all: [any Predicate.Type] = [
        NodeUnschedulable.self, NodeName.self, TaintToleration.self, NodeAffinity.self, NodePorts.self,
        NodeResourcesFit.self, VolumeRestrictions.self, NodeVolumeLimits.self, VolumeBinding.self, VolumeZone.self,
        PodTopologySpread.self, InterPodAffinity.self,
    ]

    /// Those of a profile, in its order; names that nobody knows are passed over.
    static func named(_ names: [PluginName]) -> [any Predicate.Type] {
        names.compactMap { name in all.first { $0.name == name } }
    }
}
