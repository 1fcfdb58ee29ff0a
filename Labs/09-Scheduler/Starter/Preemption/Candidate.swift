/// A node on which room could be made, and what that costs.
struct Candidate: Sendable {
    var slot: Int
    /// The most important first; never empty.
    var victims: [PodInfo]
    /// How many of them a disruption budget protects.
    var violations: Int

    /// The candidate that hurts least; of equals the first.
    static func best(of candidates: [Candidate]) -> Candidate? {
        candidates.dropFirst().reduce(candidates.first) { best, next in
            best.map { next.isBetter(than: $0) ? next : $0 }
        }
    }

    /// In this order: fewest violated budgets, the least important leading victim, the least sum of priorities, fewest
    /// victims, and whose most important victims have run for the shortest time.
    private func isBetter(than other: Candidate) -> Bool {
        if violations != other.violations { return violations < other.violations }
        if highestPriority != other.highestPriority { return highestPriority < other.highestPriority }
        if prioritySum != other.prioritySum { return prioritySum < other.prioritySum }
        if victims.count != other.victims.count { return victims.count < other.victims.count }
        return earliestStart > other.earliestStart
    }

    private var highestPriority: Int { victims.first?.priority ?? 0 }

    /// Moved up so that none is below zero: otherwise many very unimportant victims would count as fewer.
    private var prioritySum: Int { victims.reduce(0) { $0 + $1.priority + (1 << 31) } }

    private var earliestStart: Int {
        victims.filter { $0.priority == highestPriority }.map(\.startSeconds).min() ?? Int.max
    }
}
