/// A node on which room could be made, and what that costs.
struct Candidate: Sendable {
    let slot: Int
    /// The most important first; never empty.
    let victims: [PodInfo]
    /// How many of them a disruption budget protects.
    let violations: Int

    private let highestPriority: Int
    /// Moved up so that none is below zero: otherwise many very unimportant victims would count as fewer.
    private let prioritySum: Int
    /// When the first of the most important victims has started.
    private let earliestStart: Int

    init(slot: Int, victims: [PodInfo], violations: Int) {
        self.slot = slot
        self.victims = victims
        self.violations = violations
        highestPriority = victims.first?.priority ?? 0
        prioritySum = victims.reduce(0) { $0 + $1.priority + (1 << 31) }
        earliestStart = victims.first?.startSeconds ?? Int.max
    }

    /// The candidate that hurts least; of equals the first.
    static func best(of candidates: [Candidate]) -> Candidate? {
        guard var best = candidates.indices.first else { return nil }
        for next in candidates.indices where candidates[next].isBetter(than: candidates[best]) { best = next }
        return candidates[best]
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
}
