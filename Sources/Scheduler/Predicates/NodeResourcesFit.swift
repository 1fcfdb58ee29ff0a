import SchedulerContract

/// The node has as much of every resource free as the pod requests.
///
/// Requests count, not use: a node that idles is full when its pods have asked for all it has.
/// Source: kubernetes.io, Concepts → Resource Management for Pods and Containers.
struct NodeResourcesFit: Predicate {
    static let curedBy: ClusterChange = [.nodeAdded, .nodeAllocatable, .podRemoved]
    private let requests: ResourceAmounts
    private let extended: [ResourceList.ExtendedResource]

    init(_ pod: PodInfo, in cluster: Cluster) {
        requests = pod.requests.amounts
        extended = pod.requests.extended
    }

    func rejections(of slot: Int, in cluster: Cluster) -> [Rejection] {
        let load = cluster.loads[slot]
        if extended.isEmpty, fits(load) { return [] }
        return shortages(load) + shortages(cluster.nodes[slot])
    }

    private func fits(_ load: NodeLoad) -> Bool {
        load.requested.pods < load.allocatable.pods
            && Self.fits(requests.milliCPU, load.requested.milliCPU, load.allocatable.milliCPU)
            && Self.fits(requests.memory, load.requested.memory, load.allocatable.memory)
            && Self.fits(requests.ephemeralStorage, load.requested.ephemeralStorage, load.allocatable.ephemeralStorage)
    }

    /// Whoever asks for nothing fits on an overcommitted node too.
    private static func fits(_ request: Int, _ taken: Int, _ allocatable: Int) -> Bool {
        request == 0 || request <= allocatable - taken
    }

    private func shortages(_ load: NodeLoad) -> [Rejection] {
        let taken = load.requested
        let all = load.allocatable
        var shortages: [Rejection] = []
        if taken.pods >= all.pods { shortages.append(.tooManyPods) }
        if !Self.fits(requests.milliCPU, taken.milliCPU, all.milliCPU) {
            shortages.append(.insufficient(resource: "cpu"))
        }
        if !Self.fits(requests.memory, taken.memory, all.memory) {
            shortages.append(.insufficient(resource: "memory"))
        }
        if !Self.fits(requests.ephemeralStorage, taken.ephemeralStorage, all.ephemeralStorage) {
            shortages.append(.insufficient(resource: "ephemeral-storage"))
        }
        return shortages
    }

    private func shortages(_ node: NodeInfo) -> [Rejection] {
        extended.filter { resource in
            !Self.fits(
                resource.amount, node.extendedRequested[resource.name], node.extendedAllocatable[resource.name])
        }.map { .insufficient(resource: $0.name) }
    }
}
