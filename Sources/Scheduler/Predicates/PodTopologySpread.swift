import API
import SchedulerContract

/// Pods that a constraint selects are spread over the domains of a topology (nodes, zones) with at most `maxSkew`
/// difference to the domain that has fewest.
///
/// ```
///   zone:        a    b    c         maxSkew 1: the fewest are 1, so at most 2 may be in one zone.
///   pods:        2    1    2         The new pod may go to b.
/// ```
/// Of the constraints only those that say `DoNotSchedule` forbid; the others are a matter of score.
/// Source: kubernetes.io, Concepts → Pod Topology Spread Constraints.
struct PodTopologySpread: Predicate {
    static let name = PluginName.podTopologySpread
    static let curedBy = ClusterChange.nodeChanges.union(.podChanges).union(.nodeRemoved)
    static let isLocal = false
    private var constraints: [SpreadCount]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        if pod.hardSpread.isEmpty { return nil }
        constraints = SpreadCount.all(pod.hardSpread, for: pod, in: cluster)
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        for constraint in constraints {
            guard let count = constraint.count(at: slot) else { return [.topologySpreadMissingLabel] }
            if !allows(constraint, count: count) { return [.topologySpread] }
        }
        return []
    }

    /// Whether the constraint lets one more pod into a domain.
    /// - Parameter count: how many pods that the constraint selects are there.
    private func allows(_ constraint: SpreadCount, count: Int) -> Bool {
        // lab 09.6: begin
        let fewest = constraint.domainCount < constraint.minDomains ? 0 : constraint.minimum
        let itself = constraint.countsItself ? 1 : 0
        return count + itself - fewest <= constraint.maxSkew
        // lab 09.6: end
    }

    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: Cluster) {
        for index in constraints.indices { constraints[index].shift(other, on: slot, by: sign, in: cluster) }
    }

    /// A pod helps that is one of those to be spread; a node may bring a domain, or take the emptiest one away.
    static func mayHelp(_ pod: PodInfo, _ event: ClusterEvent, in cluster: Cluster) -> Bool {
        guard let other = event.pod, event.change != .podLabels else { return true }
        return pod.hardSpread.contains { $0.query.selects(other, cluster.namespaceLabels) }
    }
}
