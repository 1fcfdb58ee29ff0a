/// What may change in a cluster so that a pod that fitted nowhere may fit now.
struct ClusterChange: OptionSet, Sendable, Hashable {
    let rawValue: Int

    static let nodeAdded = ClusterChange(rawValue: 1 << 0)
    static let nodeAllocatable = ClusterChange(rawValue: 1 << 1)
    static let nodeLabels = ClusterChange(rawValue: 1 << 2)
    /// Taints or `spec.unschedulable`.
    static let nodeTaints = ClusterChange(rawValue: 1 << 3)
    static let nodeRemoved = ClusterChange(rawValue: 1 << 4)
    static let podPlaced = ClusterChange(rawValue: 1 << 5)
    static let podRemoved = ClusterChange(rawValue: 1 << 6)
    /// Labels of a pod that runs.
    static let podLabels = ClusterChange(rawValue: 1 << 7)
    /// Claims, volumes, storage classes or drivers.
    static let storage = ClusterChange(rawValue: 1 << 8)
    static let namespaces = ClusterChange(rawValue: 1 << 9)

    static let nodeChanges: ClusterChange = [.nodeAdded, .nodeAllocatable, .nodeLabels, .nodeTaints]
    static let podChanges: ClusterChange = [.podPlaced, .podRemoved, .podLabels]
}

/// A change with what it happened to.
struct ClusterEvent: Sendable {
    var change: ClusterChange
    /// The node that changed, or on which the pod was placed or removed.
    var slot: Int?
    /// The pod that was placed, removed or labelled anew.
    var pod: PodInfo?
    /// The claim that changed, by `namespace/name`.
    var claim: String?
}
