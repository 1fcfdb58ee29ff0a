import API

/// All nodes and the pods on them, as the scheduler believes them to be: what was reported and what it has assumed.
///
/// A node keeps its *slot*, an index into ``nodes`` and ``loads``, as long as anything is known of it; nothing is copied
/// for a scheduling attempt, and a change touches one slot.
///
/// Invariant: `loads[s].requested` is the sum of the requests of `nodes[s].pods`, and a pod stands on one node only.
/// (Between ``shift(_:on:by:)`` and its reverse it isn't: that is a thought, not a change.)
struct Cluster: Sendable {
    private(set) var nodes: [NodeInfo] = []
    private(set) var loads: [NodeLoad] = []
    /// The slots of the nodes that are known, in the order of their coming.
    private(set) var order: [Int] = []
    private(set) var images = ImageTable()
    private(set) var carriedTerms = CarriedTerms()
    private(set) var namespaceLabels: NamespaceLabels = [:]
    var volumes = VolumeTable()
    private(set) var nominations = Nominations()
    /// How many known nodes are cordoned, and how many have taints that keep pods away: mostly none.
    private(set) var unschedulableCount = 0
    private(set) var taintedCount = 0
    /// By `namespace/name`.
    var budgets: [String: PodDisruptionBudget] = [:] { didSet { budgetsVersion += 1 } }
    private(set) var budgetsVersion = 0

    private var slots: [String: Int] = [:]
    private var free: [Int] = []
    /// How many changes there were: where versions come from.
    private var changes = 0
    private var placements: [String: Placement] = [:]
    private var counts = PodCounts()
    private var topologies: [String: Topology] = [:]

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

    // MARK: - Nodes

    /// Returns the slot.
    @discardableResult
    mutating func set(_ node: Node) -> Int {
        let slot = slotForName(node.metadata.name)
        if !nodes[slot].isKnown { order.append(slot) }
        count(-1, slot)
        images.remove(nodes[slot].images, of: slot)
        nodes[slot].update(node)
        loads[slot].allocatable = nodes[slot].extendedAllocatable.amounts
        loads[slot].isUnschedulable = node.spec.unschedulable
        loads[slot].hasRepellingTaints = !nodes[slot].repellingTaints.isEmpty
        expect(nominations.pods(on: node.metadata.name), on: slot)
        count(1, slot)
        images.add(node.status.images, of: slot)
        for key in topologies.keys { topologies[key]?.set(node.metadata.labels[key], slot: slot) }
        noteChange(of: slot)
        return slot
    }

    mutating func removeNode(_ name: String) {
        guard let slot = slots[name], nodes[slot].isKnown else { return }
        images.remove(nodes[slot].images, of: slot)
        order.removeAll { $0 == slot }
        count(-1, slot)
        nodes[slot].forgetNode()
        loads[slot].forgetNode()
        noteChange(of: slot)
        for key in topologies.keys { topologies[key]?.set(nil, slot: slot) }
        // Domains that are gone keep their numbers: where nodes come and go, that must end at some time.
        topologies = topologies.filter { $0.value.count <= 2 * order.count + 100 }
        releaseIfEmpty(slot)
    }

    private mutating func count(_ sign: Int, _ slot: Int) {
        if loads[slot].isUnschedulable { unschedulableCount += sign }
        if loads[slot].hasRepellingTaints { taintedCount += sign }
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

    // MARK: - Pods

    /// The pod runs, or is assumed to run, on this node. Returns the slot.
    @discardableResult
    mutating func place(_ info: PodInfo, on name: String) -> Int {
        removePod(info.uid)
        let slot = slotForName(name)
        placements[info.uid] = Placement(info: info, slot: slot)
        nodes[slot].insert(info)
        enter(info, slot, 1)
        return slot
    }

    /// Returns the slot on which the pod stood.
    @discardableResult
    mutating func removePod(_ uid: String) -> Int? {
        guard let (info, slot) = placements.removeValue(forKey: uid).map({ ($0.info, $0.slot) }) else { return nil }
        nodes[slot].remove(uid)
        enter(info, slot, -1)
        releaseIfEmpty(slot)
        return slot
    }

    private mutating func enter(_ info: PodInfo, _ slot: Int, _ sign: Int) {
        shift(info, on: slot, by: sign)
        counts.add(sign, info, on: slot, namespaceLabels)
        carriedTerms.add(sign, info, on: slot)
        volumes.add(sign, usesOf: info)
        noteChange(of: slot)
    }

    private mutating func noteChange(of slot: Int) {
        changes += 1
        loads[slot].version = changes
    }

    /// In thought, the pod comes to the node (+1) or leaves it (-1): only the node's own numbers change. Whoever does
    /// this takes it back.
    mutating func shift(_ info: PodInfo, on slot: Int, by sign: Int) {
        loads[slot].add(sign, info)
        if !info.hostPorts.isEmpty || !info.requests.extended.isEmpty {
            nodes[slot].add(sign, rareRequestsOf: info)
        }
    }

    // MARK: - Nominations

    /// Changes who is nominated to which node.
    mutating func changeNominations(on node: String?, _ change: (inout Nominations) -> Void) {
        change(&nominations)
        guard let node, let slot = slots[node] else { return }
        expect(nominations.pods(on: node), on: slot)
    }

    private mutating func expect(_ pods: [PodInfo], on slot: Int) {
        nodes[slot].expected = pods
        loads[slot].expectsPods = !pods.isEmpty
        noteChange(of: slot)
    }

    mutating func nominate(_ info: PodInfo, to node: String) {
        endNomination(of: info.uid)
        changeNominations(on: node) { $0.set(info, node: node) }
    }

    mutating func endNomination(of uid: String) {
        guard let node = nominations.node(of: uid) else { return }
        changeNominations(on: node) { $0.remove(uid) }
    }

    // MARK: - Namespaces

    /// - Parameter labels: nil when the namespace is gone.
    mutating func setNamespace(_ name: String, labels: [String: String]?) {
        if namespaceLabels[name] == labels { return }
        namespaceLabels[name] = labels
        counts.forget { $0.dependsOnNamespaceLabels }
    }
}

// MARK: - Where pods are that rules ask for

extension Cluster {
    /// No more topologies than this are kept: pods may name as many labels as they like.
    private static let topologyLimit = 100

    /// Keeps at hand, from now on, what the rules of this pod will ask for.
    mutating func prepare(for pod: PodInfo, replicasAreSpread: Bool) {
        let spread = pod.hardSpread + pod.softSpread(replicasAreSpread: replicasAreSpread)
        let affinity = pod.requiredAffinity + pod.requiredAntiAffinity + pod.preferredTerms.map(\.term)
        for key in spread.map(\.topologyKey) + affinity.map(\.topologyKey) + carriedTerms.topologyKeys.keys
        where topologies[key] == nil {
            if topologies.count >= Self.topologyLimit { topologies = [:] }
            topologies[key] = topology(key)
        }
        var queries = spread.map(\.query) + affinity.map(\.query)
        if pod.requiredAffinity.count > 1 { queries.append(pod.affinityQuery) }
        for query in queries where counts[query] == nil { counts.remember(query, count(query)) }
    }

    func topology(_ key: String) -> Topology {
        if let topology = topologies[key] { return topology }
        var topology = Topology()
        for slot in order { topology.set(nodes[slot].labels[key], slot: slot) }
        return topology
    }

    /// How many pods the query selects on each slot.
    func count(_ query: PodQuery) -> PodCounts.Counts {
        if let known = counts[query] { return known }
        var count: PodCounts.Counts = [:]
        for placement in placements.values where query.selects(placement.info, namespaceLabels) {
            count.add(1, placement.slot)
        }
        return count
    }
}
