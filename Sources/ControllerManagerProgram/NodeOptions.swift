import ArgumentParser
import Linux
import Nodes
import NodesContract

/// What the flags say of nodes. Their names and defaults are kube-controller-manager's.
struct NodeOptions: ParsableArguments {
    @Option(help: "How often each node is looked at.", transform: NodeOptions.duration)
    var nodeMonitorPeriod = Duration.seconds(5)

    @Option(help: "After so long a silence a node's state is unknown.", transform: NodeOptions.duration)
    var nodeMonitorGracePeriod = Duration.seconds(40)

    @Option(help: "The same for a node that has never said how it is.", transform: NodeOptions.duration)
    var nodeStartupGracePeriod = Duration.seconds(60)

    @Option(help: "From so many nodes a second pods are evicted in a zone that is well.")
    var nodeEvictionRate = 0.1

    @Option(help: "The same in a zone that isn't.")
    var secondaryNodeEvictionRate = 0.01

    @Option(help: "The part of a zone's nodes that aren't ready from which on it isn't well.")
    var unhealthyZoneThreshold = 0.55

    @Option(help: "A zone of more nodes is large; in one that isn't, and isn't well, nothing is evicted.")
    var largeClusterSizeThreshold = 50

    @Flag(inversion: .prefixedNo, help: "Give a pod subnet to nodes that have none.")
    var allocateNodeCidrs = true

    @Option(help: "The range that pod subnets are taken from.")
    var clusterCidr = "10.244.0.0/16"

    @Option(help: "The length of a pod subnet's prefix.")
    var nodeCidrMaskSize = 24

    init() {}

    func configuration() throws -> NodesConfiguration {
        var nodes = NodesConfiguration()
        nodes.nodeMonitorGracePeriod = Self.seconds(nodeMonitorGracePeriod)
        nodes.nodeStartupGracePeriod = Self.seconds(nodeStartupGracePeriod)
        (nodes.nodeEvictionRate, nodes.secondaryNodeEvictionRate) = (nodeEvictionRate, secondaryNodeEvictionRate)
        nodes.unhealthyZoneThreshold = unhealthyZoneThreshold
        nodes.largeClusterSizeThreshold = largeClusterSizeThreshold
        (nodes.clusterCIDR, nodes.nodeCIDRMaskSize) = (clusterCidr, nodeCidrMaskSize)
        if allocateNodeCidrs, PodSubnets(clusterCIDR: clusterCidr, maskSize: nodeCidrMaskSize) == nil {
            throw ValidationError("--cluster-cidr: \(clusterCidr) is no IPv4 range that holds a /\(nodeCidrMaskSize)")
        }
        return nodes
    }

    /// Objects have times in seconds, so nobody can wait for less than one.
    private static func seconds(_ duration: Duration) -> Int {
        max(1, Int((duration / .seconds(1)).rounded(.up)))
    }

    @Sendable private static func duration(_ text: String) throws -> Duration {
        guard let duration = Duration(parsing: text) else {
            throw ValidationError("\"\(text)\" is no duration: expected 40s, 1m30s or 500ms")
        }
        return duration
    }
}
