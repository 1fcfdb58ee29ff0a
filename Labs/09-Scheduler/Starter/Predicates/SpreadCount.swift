/// How many pods that a constraint selects are in each domain, and where fewest are.
///
/// Only nodes count that have the labels of all the pod's constraints, and that the constraint's policies include.
struct SpreadCount: Sendable {
    let maxSkew: Int
    let minDomains: Int
    /// Of the domain that has fewest.
    private(set) var minimum = 0
    /// How many domains have a node that counts.
    private(set) var domainCount = 0
    /// Whether the pod itself is one of those to be spread.
    let countsItself: Bool

    private let constraint: SpreadConstraint
    private var counts: DomainCounts
    /// By domain: whether a node of it counts.
    private var isPresent: [Bool]
    /// By slot.
    private let isCounted: [Bool]

    static func all(_ constraints: [SpreadConstraint], for pod: PodInfo, in cluster: Cluster) -> [SpreadCount] {
        let topologies = constraints.map { cluster.topology($0.topologyKey) }
        return constraints.indices.map { SpreadCount(constraints[$0], topologies[$0], topologies, pod, cluster) }
    }

    private init(
        _ constraint: SpreadConstraint, _ topology: Topology, _ all: [Topology], _ pod: PodInfo, _ cluster: Cluster
    ) {
        self.constraint = constraint
        maxSkew = constraint.maxSkew
        minDomains = constraint.minDomains
        countsItself = constraint.query.selectsLabels(of: pod, cluster.namespaceLabels)
        isCounted = Self.countedNodes(constraint, all, pod, cluster)
        isPresent = [Bool](repeating: false, count: topology.count)
        counts = DomainCounts(topology)
        for slot in cluster.order where isCounted[slot] { topology.domain(of: slot).map { isPresent[$0] = true } }
        for (slot, count) in cluster.count(constraint.query) where isCounted[slot] { counts.add(count, slot: slot) }
        domainCount = isPresent.count { $0 }
        findMinimum()
    }

    /// In the node's domain; nil when it has none.
    func count(at slot: Int) -> Int? { counts[slot: slot] }

    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster) {
        guard isCounted[slot], let before = counts[slot: slot],
            constraint.query.selects(other, cluster.namespaceLabels)
        else { return }
        counts.add(sign, slot: slot)
        if before + sign < minimum { minimum = before + sign } else if before == minimum { findMinimum() }
    }

    private mutating func findMinimum() {
        minimum = counts.minimum { isPresent[$0] } ?? 0
    }

    private static func countedNodes(
        _ constraint: SpreadConstraint, _ topologies: [Topology], _ pod: PodInfo, _ cluster: Cluster
    ) -> [Bool] {
        let affinity = constraint.honorsAffinity ? NodeAffinity(pod, in: cluster) : nil
        let taints = constraint.honorsTaints ? TaintToleration(pod, in: cluster) : nil
        var isCounted = [Bool](repeating: false, count: cluster.nodes.count)
        for slot in cluster.order {
            isCounted[slot] =
                topologies.allSatisfy { $0.domain(of: slot) != nil } && affinity?.accepts(cluster.nodes[slot]) != false
                && taints?.tolerates(cluster.nodes[slot]) != false
        }
        return isCounted
    }
}

extension DomainCounts {
    /// The least of the domains that are asked for; nil when there are none.
    func minimum(where isIncluded: (Int) -> Bool) -> Int? {
        counts.indices.lazy.filter(isIncluded).map { counts[$0] }.min()
    }
}

extension PodQuery {
    /// Whether the pod's labels are those asked for, even if it is ending.
    func selectsLabels(of pod: PodInfo, _ namespaces: NamespaceLabels) -> Bool {
        var query = self
        query.countsEnding = true
        return query.selects(pod, namespaces)
    }
}
