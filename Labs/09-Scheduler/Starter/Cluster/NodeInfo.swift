import API

/// A node as the scheduler looks at it, apart from the numbers (see ``NodeLoad``).
struct NodeInfo: Sendable {
    let name: String
    private(set) var labels: [String: String] = [:]
    /// False while pods name a node that nobody has told us about.
    var isKnown = false
    /// As the API server has it. One reference, since this value is copied for each node of each attempt.
    private var reported = Reported(node: Node())
    /// Those that keep pods away (NoSchedule, NoExecute).
    var repellingTaints: [Taint] = []
    /// Those that only advise (PreferNoSchedule).
    var advisingTaints: [Taint] = []
    var extendedAllocatable: ResourceList = ResourceList()
    var extendedRequested: ResourceList = ResourceList()
    var images: [String] = []
    /// The pods that run here or are assumed to, the most important first.
    private(set) var pods: [PodInfo] = []
    /// Those that are nominated to the node.
    var expected: [PodInfo] = []
    /// The host ports they have taken.
    var ports: [HostPort] = []

    private final class Reported: Sendable {
        let node: Node
        init(node: Node) { self.node = node }
    }

    init(name: String) { self.name = name }

    var node: Node { reported.node }

    mutating func update(_ node: Node) {
        isKnown = true
        reported = Reported(node: node)
        labels = node.metadata.labels
        repellingTaints = node.spec.taints.filter { $0.effect != .preferNoSchedule }
        advisingTaints = node.spec.taints.filter { $0.effect == .preferNoSchedule }
        extendedAllocatable = ResourceList(node.status.allocatable)
        images = node.status.images.flatMap(\.names)
    }

    mutating func forgetNode() {
        let old = self
        self = NodeInfo(name: name)
        pods = old.pods
        expected = old.expected
        ports = old.ports
        extendedRequested = old.extendedRequested
    }

    mutating func insert(_ pod: PodInfo) {
        pods.insert(pod, at: pods.firstIndex { PodInfo.isMoreImportant(pod, $0) } ?? pods.count)
    }

    mutating func remove(_ uid: String) { pods.removeAll { $0.uid == uid } }

    /// Those that this pod could displace, the most important first.
    func pods(lessImportantThan pod: PodInfo) -> ArraySlice<PodInfo> {
        pods[(pods.firstIndex { $0.priority < pod.priority } ?? pods.count)...]
    }

    /// A pod takes (+1) or gives back (-1) what only few pods ask for.
    mutating func add(_ sign: Int, rareRequestsOf pod: PodInfo) {
        for resource in pod.requests.extended { extendedRequested[resource.name] += sign * resource.amount }
        for port in pod.hostPorts {
            if sign > 0 {
                ports.append(port)
            } else if let index = ports.firstIndex(of: port) {
                ports.remove(at: index)
            }
        }
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
    /// Pods are nominated to the node.
    var expectsPods = false
    /// Another after each change of the node, or of the pods that are or are expected there.
    var version = 0

    /// What pods have asked for stays.
    mutating func forgetNode() {
        let old = self
        self = NodeLoad()
        requested = old.requested
        scoredRequested = old.scoredRequested
    }

    /// A pod takes (+1) or gives back (-1) its share.
    mutating func add(_ sign: Int, _ pod: PodInfo) {
        if sign > 0 {
            requested += pod.requests.amounts
            scoredRequested += pod.scoredRequests
        } else {
            requested -= pod.requests.amounts
            scoredRequested -= pod.scoredRequests
        }
    }
}
