import SchedulerContract

/// The node's ports that the pod's containers take for themselves (`hostPort`) are free.
///
/// Two pods may have the same port with another protocol, or on different addresses of the node.
struct NodePorts: Predicate {
    static let name = PluginName.nodePorts
    static let curedBy: ClusterChange = [.nodeAdded, .podRemoved]
    private let ports: [HostPort]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        ports = pod.hostPorts
        if ports.isEmpty { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let taken = cluster.nodes[slot].ports
        return taken.contains { port in ports.contains { $0.collides(with: port) } } ? [.noFreePorts] : []
    }
}
