import API

/// A node as the scheduler looks at it, apart from the numbers (see ``NodeLoad``).
struct NodeInfo: Sendable {
    let name: String
    var labels: [String: String] { node.metadata.labels }
    /// False while pods name a node that nobody has told us about.
    var isKnown = false
    var node = Node()
    /// Those that keep pods away (NoSchedule, NoExecute).
    var repellingTaints: [Taint] = []
    /// Those that only advise (PreferNoSchedule).
    var advisingTaints: [Taint] = []
    var extendedAllocatable: ResourceList = ResourceList()
    var extendedRequested: ResourceList = ResourceList()
    var images: [String] = []
    /// The pods that run here or are assumed to, in the order of their coming.
    var pods: [PodInfo] = []

    init(name: String) { self.name = name }

    mutating func update(_ node: Node) {
        isKnown = true
        self.node = node
        repellingTaints = node.spec.taints.filter { $0.effect != .preferNoSchedule }
        advisingTaints = node.spec.taints.filter { $0.effect == .preferNoSchedule }
        extendedAllocatable = ResourceList(node.status.allocatable)
        images = node.status.images.flatMap(\.names)
    }

    mutating func forgetNode() {
        let old = self
        self = NodeInfo(name: name)
        pods = old.pods
        extendedRequested = old.extendedRequested
    }
}

/// The numbers of a node, without references: what the inner loop over all nodes reads lies side by side in memory.
struct NodeLoad: Sendable {
    var allocatable = ResourceAmounts()
    var requested = ResourceAmounts()
    /// With the assumed minimum for containers that name no request.
    var scoredRequested = ResourceAmounts()
    var isUnschedulable = false
    var hasRepellingTaints = false
    /// Which zone, by number; -1 for none.
    var zone = -1
}
