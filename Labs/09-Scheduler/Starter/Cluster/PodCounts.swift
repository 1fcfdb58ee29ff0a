/// How many pods a query selects, node by node.
///
/// The first pod that asks pays for counting; after that each pod that comes or goes changes the counts that concern it,
/// and asking is free. So the cost of a decision doesn't grow with the number of pods in the cluster.
///
/// Invariant: `counts[query]` is what counting all pods would give.
struct PodCounts: Sendable {
    /// By slot; nodes without such pods are left out.
    typealias Counts = [Int: Int]

    /// When there are more queries than this, all are forgotten and counted anew when asked: pods may make up as many as
    /// they like.
    private static let limit = 1000

    private var counts: [PodQuery: Counts] = [:]
    private var index = QueryIndex<PodQuery> { $0 }

    subscript(query: PodQuery) -> Counts? { counts[query] }

    mutating func remember(_ query: PodQuery, _ count: Counts) {
        if counts.count >= Self.limit { forget { _ in true } }
        counts[query] = count
        index.insert(query)
    }

    mutating func forget(where isOutdated: (PodQuery) -> Bool) {
        for query in counts.keys where isOutdated(query) {
            counts[query] = nil
            index.remove(query)
        }
    }

    /// A pod has come to a node (+1) or left it (-1).
    mutating func add(_ sign: Int, _ pod: PodInfo, on slot: Int, _ namespaces: NamespaceLabels) {
        if counts.isEmpty { return }
        for query in index.selecting(pod, namespaces) { counts[query]?.add(sign, slot) }
    }
}

extension PodCounts.Counts {
    /// An entry that comes to zero is removed.
    mutating func add(_ amount: Int, _ slot: Int) {
        let sum = (self[slot] ?? 0) + amount
        self[slot] = sum == 0 ? nil : sum
    }
}
