public import Schema

/// The settings of the controllers of nodes, with the names and defaults of kube-controller-manager's flags.
///
/// Source: kubernetes.io, Reference → Component tools → kube-controller-manager.
public struct NodesConfiguration: Declared, Hashable {
    /// In seconds.
    public var nodeMonitorGracePeriod = 40
    /// In seconds.
    public var nodeStartupGracePeriod = 60
    /// In nodes a second.
    public var nodeEvictionRate = 0.1
    /// In nodes a second.
    public var secondaryNodeEvictionRate = 0.01
    /// A part of 1.
    public var unhealthyZoneThreshold = 0.55
    public var largeClusterSizeThreshold = 50
    public var clusterCIDR = "10.244.0.0/16"
    public var nodeCIDRMaskSize = 24

    public init() {}

    public static let schema = Schema<Self>("The settings of the controllers of nodes.") {
        Field(
            nil, "nodeMonitorGracePeriod", \.nodeMonitorGracePeriod, always: true,
            "So long may a node be silent before its state is unknown.")
        Field(
            nil, "nodeStartupGracePeriod", \.nodeStartupGracePeriod, always: true,
            "The same for a node that has never said how it is.")
        Field(
            nil, "nodeEvictionRate", \.nodeEvictionRate, always: true,
            "From so many nodes a second pods are evicted in a zone that is well.")
        Field(
            nil, "secondaryNodeEvictionRate", \.secondaryNodeEvictionRate, always: true,
            "The same in a zone that isn't.")
        Field(
            nil, "unhealthyZoneThreshold", \.unhealthyZoneThreshold, always: true,
            "A zone isn't well when such a part of its nodes, and three at least, aren't ready.")
        Field(
            nil, "largeClusterSizeThreshold", \.largeClusterSizeThreshold, always: true,
            "A zone of more nodes counts as large: nothing is evicted in small ones that aren't well.")
        Field(nil, "clusterCIDR", \.clusterCIDR, always: true, "Where the nodes' pod subnets are taken from.")
        Field(nil, "nodeCIDRMaskSize", \.nodeCIDRMaskSize, always: true, "The length of their prefixes.")
    }
}
