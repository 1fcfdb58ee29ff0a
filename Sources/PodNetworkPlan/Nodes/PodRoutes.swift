package import API
package import PodNetworkContract
internal import Schema

/// How the nodes find each other's pods: a route to each other node's subnet, with the node as the next hop.
///
/// ```
///   on worker-1:  10.244.0.0/24 via 172.30.0.2      control-plane's pods
///                 10.244.2.0/24 via 172.30.0.4      worker-2's pods
/// ```
/// Nothing is wrapped and nothing is translated. But the nodes must be neighbours, or the network between them must know
/// the same routes: a cloud's, which its controller tells, or routers that speak BGP. Where neither can be had, packets
/// are wrapped (VXLAN): an overlay.
///
/// Source: Kubernetes' network model; the route controller of the cloud controller manager does the same from
/// `spec.podCIDR`. Left out: several subnets a node, IPv6.
package enum PodRoutes {
    /// Those that `node` needs, sorted by destination.
    package static func wanted(on node: String, among nodes: [Node]) -> [Route] {
        // lab 07.6: begin
        nodes.filter { $0.name != node }.compactMap(route).sorted { $0.destination.address < $1.destination.address }
        // lab 07.6: end
    }

    /// The route to one node's pods; nil while the node has no InternalIP or no subnet.
    package static func route(to node: Node) -> Route? {
        // lab 07.6: begin
        let address = node.status.addresses.first { $0.type == .internalIP }?.address
        guard let gateway = address.flatMap({ IPv4Address($0) }) else { return nil }
        return IPv4Subnet(node.spec.podCIDR).map { Route($0, gateway: gateway) }
        // lab 07.6: end
    }

    /// What makes the one into the other. A route that is right already isn't touched: packets may be under way.
    package static func changes(from present: [Route], to wanted: [Route]) -> RouteChanges {
        // lab 07.6: begin
        RouteChanges(
            remove: present.filter { old in !wanted.contains { $0.destination == old.destination } },
            set: wanted.filter { !present.contains($0) })
        // lab 07.6: end
    }
}
