/// Prefers nodes on which CPU and memory would be taken to the same share, so that neither runs out while much of the
/// other is left.
///
/// The score is 100 less the standard deviation of the shares in percent; for two shares that is half their distance.
struct BalancedAllocation: Priority {
    static let weight = 1
    private let requests: ResourceAmounts

    init(_ pod: PodInfo, in cluster: Cluster) { requests = pod.requests.amounts }

    func scores(of slots: [Int], in cluster: Cluster) -> [Int] {
        slots.map { slot in
            let load = cluster.loads[slot]
            let cpu = Self.share(load.requested.milliCPU + requests.milliCPU, of: load.allocatable.milliCPU)
            let memory = Self.share(load.requested.memory + requests.memory, of: load.allocatable.memory)
            return (Self.whole - abs(cpu - memory) / 2) * Priorities.maximum / Self.whole
        }
    }

    /// Shares are counted in these parts: integers are exact and the same on every machine.
    private static let whole = 10_000

    private static func share(_ taken: Int, of all: Int) -> Int {
        all == 0 ? 0 : min(whole, taken * whole / all)
    }
}
