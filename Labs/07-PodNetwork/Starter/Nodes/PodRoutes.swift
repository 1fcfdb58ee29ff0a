package import API
import LabWorker
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
        // Lab 07, step 6: yours to write.
        notWritten()
    }

    /// The route to one node's pods; nil while the node has no InternalIP or no subnet.
    package static func route(to node: Node) -> Route? {
        // Lab 07, step 6: yours to write.
        notWritten()
    }

    /// What makes the one into the other. A route that is right already isn't touched: packets may be under way.
    package static func changes(from present: [Route], to wanted: [Route]) -> RouteChanges {
        // Lab 07, step 6: yours to write.
        notWritten()
    }
}
