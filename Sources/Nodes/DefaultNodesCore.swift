package import API
package import NodesContract
package import Schema

/// The rules of this module, put together as the contract wants them: what suites, labs and the controller manager see.
///
/// Source: kubernetes.io, Concepts → Cluster architecture → Nodes.
package struct DefaultNodesCore: NodesCore {
    private var health: NodeHealth
    private let states: ZoneStates
    private var pace = EvictionPace()
    /// None: the range holds none.
    private var subnets: PodSubnets?

    package init(_ configuration: NodesConfiguration) {
        health = NodeHealth(configuration)
        states = ZoneStates(configuration)
        subnets = PodSubnets(clusterCIDR: configuration.clusterCIDR, maskSize: configuration.nodeCIDRMaskSize)
    }

    package mutating func observe(_ node: Node, _ lease: Lease?, now: Time) -> Int {
        health.observe(node, lease, now: now)
    }

    package mutating func forget(_ node: String) { health.forget(node) }

    package func silenced(_ node: Node, now: Time) -> Node { Silence.of(node, now: now) }

    package func silenced(_ pod: Pod, now: Time) -> Pod { Silence.of(pod, now: now) }

    package func tainted(_ node: Node, evicting: Bool, now: Time) -> Node {
        NodeTaints.applied(to: node, evicting: evicting, now: now)
    }

    package func eviction(of pod: Pod, from node: Node, now: Time) -> TaintEviction {
        TaintEviction(of: pod, from: node, now: now)
    }

    package func zones(_ nodes: [Node]) -> [Zone] { states.zones(of: nodes) }

    package mutating func turn(of node: String, in zone: Zone, now: Time) -> Int? { pace.turn(in: zone, now: now) }

    package mutating func subnet(of node: Node) -> String? { subnets?.subnet(of: node) }

    package mutating func releaseSubnet(of node: Node) { subnets?.release(node) }
}
