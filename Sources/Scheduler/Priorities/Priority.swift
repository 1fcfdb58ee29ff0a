/// A rule that says how well a feasible node suits a pod, from 0 to 100. The scores of all rules are added with their
/// weights, and the node with the most wins.
///
/// Source: kubernetes.io, Concepts → Kubernetes Scheduler, "Scoring"; the weights are those of the upstream's default profile.
protocol Priority: Sendable {
    static var weight: Int { get }

    /// Nil when the rule has no preference among the nodes.
    init?(_ pod: PodInfo, in cluster: Cluster)

    /// One score from 0 to 100 for each of the nodes, in their order. There are at least two.
    func scores(of slots: [Int], in cluster: Cluster) -> [Int]
}

enum Priorities {
    static let all: [any Priority.Type] = [
        LeastAllocated.self, BalancedAllocation.self, DefaultSpread.self, PreferredSpread.self,
        PreferredNodeAffinity.self,
        PreferNoSchedule.self, PreferredPodAffinity.self, ImageLocality.self,
    ]

    static let maximum = 100

    /// Brings raw numbers, the more the better, onto 0 to 100.
    static func normalized(_ raw: [Int]) -> [Int] {
        guard let most = raw.max(), most > 0 else { return raw.map { _ in 0 } }
        return raw.map { $0 * maximum / most }
    }
}
