/// Prefers nodes with much free: the mean of the free shares of CPU and memory, the pod itself counted.
struct LeastAllocated: Priority {
    static let weight = 1
    private let requests: ResourceAmounts

    init(_ pod: PodInfo, in cluster: Cluster) { requests = pod.scoredRequests }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        slots.map { slot in
            let load = cluster.loads[slot]
            let cpu = Self.freePercent(
                load.scoredRequested.milliCPU + requests.milliCPU, of: load.allocatable.milliCPU)
            let memory = Self.freePercent(load.scoredRequested.memory + requests.memory, of: load.allocatable.memory)
            return (cpu + memory) / 2
        }
    }

    private static func freePercent(_ taken: Int, of all: Int) -> Int {
        taken >= all ? 0 : (all - taken) * Priorities.maximum / all
    }
}
