import API

/// All nodes and the pods on them, as the scheduler believes them to be: what was reported and what it has assumed.
///
/// A node keeps its *slot*, an index into ``nodes`` and ``loads``, as long as anything is known of it; nothing is copied
/// for a scheduling attempt, and a change touches one slot.
///
/// Invariant: `loads[s].requested` is the sum of the requests of `nodes[s].pods`, and a pod stands on one node only.
struct Cluster: Sendable {
    private(set) var nodes: [NodeInfo] = []
    private(set) var loads: [NodeLoad] = []
    /// The slots of the nodes that are known, in the order of their coming.
    private(set) var order: [Int] = []
    /// The slots of the pods with required anti-affinity, which keep others away.
    private(set) var repellingPods: [Int: Int] = [:]
    /// How many known nodes have taints that only advise.
    private(set) var advisingNodeCount = 0
    /// For each image, where it is and how large.
    private(set) var images: [String: ImageLocations] = [:]

    private var slots: [String: Int] = [:]
    private var free: [Int] = []
    private var placements: [String: Placement] = [:]
    /// For each controller, how many of its pods stand on each slot.
    private var replicas: [String: [Int: Int]] = [:]
    private var zones: [String: Int] = [:]

    struct ImageLocations: Sendable {
        var size = 0
        var slots: Set<Int> = []
    }

    private struct Placement: Sendable {
        var info: PodInfo
        var slot: Int
    }

    func slot(of name: String) -> Int? { slots[name] }

    /// Where a pod stands, if it stands anywhere.
    func slot(ofPod uid: String) -> Int? { placements[uid]?.slot }

    /// The name of that node.
    func name(ofNodeOf uid: String) -> String? { slot(ofPod: uid).map { nodes[$0].name } }

    func pod(_ uid: String) -> PodInfo? { placements[uid]?.info }

    /// On which slots pods of this controller stand, and how many.
    func replicas(of controller: String) -> [Int: Int] { replicas[controller] ?? [:] }

    // MARK: - Nodes

    /// Returns the slot.
    @discardableResult
    mutating func set(_ node: Node) -> Int {
        let slot = slotForName(node.metadata.name)
        if !nodes[slot].isKnown { order.append(slot) }
        withdraw(slot)
        nodes[slot].update(node)
        loads[slot].allocatable = nodes[slot].extendedAllocatable.amounts
        loads[slot].isUnschedulable = node.spec.unschedulable
        loads[slot].hasRepellingTaints = !nodes[slot].repellingTaints.isEmpty
        loads[slot].zone = zoneNumber(of: node)
        if !nodes[slot].advisingTaints.isEmpty { advisingNodeCount += 1 }
        for image in node.status.images {
            for name in image.names {
                images[name, default: ImageLocations()].size = image.sizeBytes
                images[name]?.slots.insert(slot)
            }
        }
        return slot
    }

    mutating func removeNode(_ name: String) {
        guard let slot = slots[name], nodes[slot].isKnown else { return }
        withdraw(slot)
        order.removeAll { $0 == slot }
        nodes[slot].forgetNode()
        loads[slot].allocatable = ResourceAmounts()
        releaseIfEmpty(slot)
    }

    /// Takes out what the node's last state has put into the cluster's own tables.
    private mutating func withdraw(_ slot: Int) {
        if !nodes[slot].advisingTaints.isEmpty { advisingNodeCount -= 1 }
        for name in nodes[slot].images {
            images[name]?.slots.remove(slot)
            if images[name]?.slots.isEmpty == true { images[name] = nil }
        }
    }

    private mutating func slotForName(_ name: String) -> Int {
        if let slot = slots[name] { return slot }
        let slot = free.popLast() ?? nodes.count
        slots[name] = slot
        if slot == nodes.count {
            nodes.append(NodeInfo(name: name))
            loads.append(NodeLoad())
        } else {
            nodes[slot] = NodeInfo(name: name)
            loads[slot] = NodeLoad()
        }
        return slot
    }

    private mutating func releaseIfEmpty(_ slot: Int) {
        guard !nodes[slot].isKnown, nodes[slot].pods.isEmpty else { return }
        slots[nodes[slot].name] = nil
        free.append(slot)
    }

    private mutating func zoneNumber(of node: Node) -> Int {
        guard let name = node.metadata.labels["topology.kubernetes.io/zone"] else { return -1 }
        if let number = zones[name] { return number }
        zones[name] = zones.count
        return zones.count - 1
    }

    // MARK: - Pods

    /// The pod runs, or is assumed to run, on this node. Returns the slot.
    @discardableResult
    mutating func place(_ info: PodInfo, on name: String) -> Int {
        removePod(info.uid)
        let slot = slotForName(name)
        placements[info.uid] = Placement(info: info, slot: slot)
        nodes[slot].pods.append(info)
        nodes[slot].extendedRequested += info.requests
        loads[slot].requested += info.requests.amounts
        loads[slot].scoredRequested += info.scoredRequests
        if let controller = info.controller { replicas[controller, default: [:]][slot, default: 0] += 1 }
        if !info.requiredAntiAffinity.isEmpty { repellingPods[slot, default: 0] += 1 }
        return slot
    }

    /// Returns the slot on which the pod stood.
    @discardableResult
    mutating func removePod(_ uid: String) -> Int? {
        guard let (info, slot) = placements.removeValue(forKey: uid).map({ ($0.info, $0.slot) }) else { return nil }
        nodes[slot].pods.removeAll { $0.uid == uid }
        nodes[slot].extendedRequested -= info.requests
        loads[slot].requested -= info.requests.amounts
        loads[slot].scoredRequested -= info.scoredRequests
        if let controller = info.controller { decrement(&replicas[controller, default: [:]], slot) }
        if let controller = info.controller, replicas[controller]?.isEmpty == true { replicas[controller] = nil }
        if !info.requiredAntiAffinity.isEmpty { decrement(&repellingPods, slot) }
        releaseIfEmpty(slot)
        return slot
    }

    private func decrement(_ counts: inout [Int: Int], _ slot: Int) {
        counts[slot] = (counts[slot] ?? 0) > 1 ? (counts[slot] ?? 0) - 1 : nil
    }
}
