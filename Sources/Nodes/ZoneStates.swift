package import API
package import NodesContract

/// When many nodes are silent at once, who is to blame?
///
/// One silent node of many is broken. Of a zone in which most are silent, more likely the network is; their pods run, and
/// to start them all again elsewhere would do harm. And when nobody at all is heard, it's us who are deaf.
///
/// | of a zone's nodes                                        | state             | nodes a second                   |
/// |----------------------------------------------------------|-------------------|----------------------------------|
/// | fewer than three, or than 55 %, aren't ready             | Normal            | 0.1                              |
/// | 55 % and three at least aren't ready                     | PartialDisruption | 0.01; none in a zone of up to 50 |
/// | none is ready                                            | FullDisruption    | 0.1: let another zone do it      |
/// | none is ready in any zone                                | FullDisruption    | none                             |
///
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Rate limits on eviction".
///
/// Left out compared with Kubernetes: the label node.kubernetes.io/exclude-disruption.
package struct ZoneStates: Sendable {
    private let configuration: NodesConfiguration

    package init(_ configuration: NodesConfiguration = NodesConfiguration()) { self.configuration = configuration }

    /// By their names.
    package func zones(of nodes: [Node]) -> [Zone] {
        let groups = Dictionary(grouping: nodes, by: \.zoneName).sorted { $0.key < $1.key }
        let states = groups.map { state(of: $0.value) }
        let isDeaf = states.allSatisfy { $0 == .fullDisruption }
        return zip(groups, states).map { group, state in
            Zone(group.key, state, evictionRate: isDeaf ? 0 : rate(in: state, size: group.value.count))
        }
    }

    private func state(of nodes: [Node]) -> ZoneState {
        // lab 14.5: begin
        let unready = nodes.count { !$0.status.conditions.isTrue(.ready) }
        if unready == nodes.count { return .fullDisruption }
        let isUnhealthy = Double(unready) / Double(nodes.count) >= configuration.unhealthyZoneThreshold
        return unready > 2 && isUnhealthy ? .partialDisruption : .normal
        // lab 14.5: end
    }

    /// In nodes a second, in a cluster that isn't silent as a whole.
    private func rate(in state: ZoneState, size: Int) -> Double {
        // lab 14.5: begin
        guard state == .partialDisruption else { return configuration.nodeEvictionRate }
        return size > configuration.largeClusterSizeThreshold ? configuration.secondaryNodeEvictionRate : 0
        // lab 14.5: end
    }
}
