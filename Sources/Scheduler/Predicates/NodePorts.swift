import SchedulerContract

/// The node's ports that the pod's containers take for themselves (`hostPort`) are free.
struct NodePorts: Predicate {
    static let curedBy: ClusterChange = [.nodeAdded, .podRemoved]
    private let ports: [HostPort]

    init?(_ pod: PodInfo, in cluster: Cluster) {
        ports = pod.hostPorts
        if ports.isEmpty { return nil }
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let isTaken = cluster.nodes[slot].pods.contains { other in
            other.hostPorts.contains { taken in ports.contains { $0.collides(with: taken) } }
        }
        return isTaken ? [.noFreePorts] : []
    }
}
