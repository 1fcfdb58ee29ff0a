import API
import SchedulerContract

/// Pods that a constraint selects are spread over the domains of a topology (nodes, zones) with at most `maxSkew`
/// difference to the domain that has fewest.
///
/// Of the constraints only those that say `DoNotSchedule` forbid; the others are a matter of score.
/// Source: kubernetes.io, Concepts → Pod Topology Spread Constraints.
/// Left out: matchLabelKeys, minDomains, nodeTaintsPolicy: Honor.
struct TopologySpread: Predicate {
    static let curedBy: ClusterChange = [.nodeAdded, .nodeLabels, .podPlaced, .podRemoved, .podLabels]
    private let constraints: [SpreadCount]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        let hard = pod.pod.spec.topologySpreadConstraints.filter { $0.whenUnsatisfiable == "DoNotSchedule" }
        if hard.isEmpty { return nil }
        let affinity = NodeAffinity(pod, in: cluster)
        constraints = hard.map { SpreadCount($0, for: pod, nodes: cluster.order, affinity, in: cluster) }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        for constraint in constraints {
            guard let domain = cluster.nodes[slot].labels[constraint.topologyKey] else {
                return [.topologySpreadMissingLabel]
            }
            let here = (constraint.counts[domain] ?? 0) + (constraint.countsItself ? 1 : 0)
            if here - constraint.minimum > constraint.maxSkew { return [.topologySpread] }
        }
        return []
    }
}

/// How many pods that a constraint selects stand in each domain.
struct SpreadCount: Sendable {
    let topologyKey: String
    let maxSkew: Int
    private(set) var counts: [String: Int] = [:]
    /// Of the domain that has fewest.
    let minimum: Int
    /// Whether the pod itself is one of those that the constraint selects.
    let countsItself: Bool

    /// - Parameter nodes: whose domains count; those that the pod's node affinity excludes don't.
    init(
        _ constraint: TopologySpreadConstraint, for pod: PodInfo, nodes: [Int], _ affinity: NodeAffinity?,
        in cluster: Cluster
    ) {
        topologyKey = constraint.topologyKey
        maxSkew = constraint.maxSkew
        let selector = constraint.labelSelector
        func isSelected(_ other: PodInfo) -> Bool {
            other.pod.metadata.namespace == pod.pod.metadata.namespace
                && selector.matches(other.pod.metadata.labels) && other.pod.metadata.deletionTimestamp == nil
        }
        for slot in nodes where affinity?.matches(cluster.nodes[slot]) ?? true {
            guard let domain = cluster.nodes[slot].labels[constraint.topologyKey] else { continue }
            counts[domain, default: 0] += cluster.nodes[slot].pods.count(where: isSelected)
        }
        minimum = counts.values.min() ?? 0
        countsItself = isSelected(pod)
    }
}
