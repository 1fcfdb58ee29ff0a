import SchedulerContract

/// Prefers nodes by how full they would be with the pod: what NodeResourcesFit does as a priority.
///
/// Each resource gets a score by the profile's strategy; the node's is their weighted mean.
/// Source: kubernetes.io, Scheduling → Resource Bin Packing.
struct ResourceAllocation: Priority {
    static let name = PluginName.nodeResourcesFit
    private let resources: [ScoredResource]
    private let strategy: Strategy

    private enum Strategy {
        case least
        case most
        case ratio(UtilizationCurve)
    }

    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile) {
        resources = profile.scoringStrategy.resources.compactMap { ScoredResource($0, of: pod, assumes: true) }
        switch profile.scoringStrategy.type {
        case .mostAllocated: strategy = .most
        case .requestedToCapacityRatio: strategy = .ratio(UtilizationCurve(profile.scoringStrategy.shape))
        default: strategy = .least
        }
    }

    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int] { slots.map { score(of: $0, in: cluster) } }

    private func score(of slot: Int, in cluster: Cluster) -> Int {
        var sum = 0
        var weights = 0
        for resource in resources {
            let (requested, allocatable) = resource.use(of: slot, in: cluster)
            if allocatable == 0 { continue }
            let score = score(requested, of: allocatable)
            if score == 0, case .ratio = strategy { continue }
            sum += score * resource.weight
            weights += resource.weight
        }
        guard weights > 0 else { return 0 }
        if case .ratio = strategy { return Int((Double(sum) / Double(weights)).rounded()) }
        return sum / weights
    }

    private func score(_ requested: Int, of allocatable: Int) -> Int {
        switch strategy {
        case .least: LeastAllocated.score(requested, of: allocatable)
        case .most: MostAllocated.score(requested, of: allocatable)
        case .ratio(let curve): curve.score(requested, of: allocatable)
        }
    }
}
