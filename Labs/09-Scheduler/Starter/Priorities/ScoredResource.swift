import SchedulerContract

/// A resource that counts in a score: how much of it would be taken on a node, the pod included, and of how much.
struct ScoredResource: Sendable {
    let weight: Int
    private let kind: Kind
    /// What the pod asks for.
    private let request: Int
    private let assumes: Bool

    private enum Kind {
        case cpu
        case memory
        case ephemeralStorage
        case extended(String)
    }

    /// Nil for an extended resource that the pod doesn't ask for.
    /// - Parameter assumes: whether containers without a request are taken to need something.
    init?(_ resource: WeightedResource, of pod: PodInfo, assumes: Bool) {
        weight = resource.weight
        self.assumes = assumes
        let amounts = assumes ? pod.scoredRequests : pod.requests.amounts
        switch resource.name {
        case "cpu": (kind, request) = (.cpu, amounts.milliCPU)
        case "memory": (kind, request) = (.memory, amounts.memory)
        case "ephemeral-storage": (kind, request) = (.ephemeralStorage, amounts.ephemeralStorage)
        case let name:
            (kind, request) = (.extended(name), pod.requests[name])
            if request == 0 { return nil }
        }
    }

    func use(of slot: Int, in cluster: Cluster) -> (requested: Int, allocatable: Int) {
        let node = cluster.loads[slot]
        let requested = assumes ? node.scoredRequested : node.requested
        return switch kind {
        case .cpu: (requested.milliCPU + request, node.allocatable.milliCPU)
        case .memory: (requested.memory + request, node.allocatable.memory)
        case .ephemeralStorage: (requested.ephemeralStorage + request, node.allocatable.ephemeralStorage)
        case .extended(let name):
            (
                cluster.nodes[slot].extendedRequested[name] + request,
                cluster.nodes[slot].extendedAllocatable[name]
            )
        }
    }
}
