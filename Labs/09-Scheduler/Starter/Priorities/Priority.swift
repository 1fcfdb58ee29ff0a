import SchedulerContract

/// A rule that says how well each feasible node suits a pod. The scores of all rules are added with their weights, and
/// the node with the most wins.
///
/// A score is made in two steps: a raw number in the rule's own measure for each node, and then, with all of them known,
/// a number from 0 to 100.
/// Source: kubernetes.io, Concepts → Kubernetes Scheduler, "Scoring".
protocol Priority: Sendable {
    static var name: PluginName { get }

    /// Nil when the rule has no preference among the nodes.
    init?(_ pod: PodInfo, in cluster: Cluster, _ profile: SchedulerProfile)

    /// One number for each of the nodes, in their order. There are at least two.
    func rawScores(of slots: [Int], in cluster: Cluster) -> [Int]

    /// Brings the raw numbers onto 0 to 100; left out where they are that already.
    func normalize(_ scores: inout [Int])
}

extension Priority {
    func normalize(_ scores: inout [Int]) {}
}

enum Priorities {
    static let all: [any Priority.Type] = [
        TaintPriority.self, NodeAffinityPriority.self, TopologySpreadPriority.self, PodAffinityPriority.self,
        ResourceAllocation.self, BalancedAllocation.self, ImageLocality.self,
    ]

    static func named(_ name: PluginName) -> (any Priority.Type)? { all.first { $0.name == name } }

    static let maximum = 100
}

extension [Int] {
    /// The largest becomes 100, and the others what they are of it.
    mutating func scaleToMaximum() {
        guard let most = self.max(), most > 0 else { return }
        for index in indices { self[index] = self[index] * Priorities.maximum / most }
    }

    /// The same, but none is best: the largest becomes 0.
    mutating func scaleToMinimum() {
        scaleToMaximum()
        for index in indices { self[index] = Priorities.maximum - self[index] }
    }
}
