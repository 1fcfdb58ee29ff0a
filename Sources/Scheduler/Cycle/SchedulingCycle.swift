import SchedulerContract

/// One attempt to find a node for one pod: filter, score, choose.
///
/// ```
///   nodes ──▶ predicates: which are feasible? ──▶ priorities: how good is each? ──▶ the best; of equals any
/// ```
/// Large clusters are sampled: when enough feasible nodes are found the search stops, and the next pod's begins where it
/// stopped, so that all nodes have their turn.
/// Source: kubernetes.io, Scheduler Performance Tuning (percentageOfNodesToScore).
struct SchedulingCycle: Sendable {
    /// Where in the order of nodes the next search begins.
    private var start = 0
    private var random: SplitMix64
    private let percentage: Int

    enum Result: Sendable {
        case node(slot: Int)
        case none(FitError, cures: ClusterChange)
    }

    init(_ configuration: SchedulerConfiguration) {
        random = SplitMix64(state: configuration.seed)
        percentage = configuration.percentageOfNodesToScore
    }

    mutating func place(_ pod: PodInfo, in cluster: Cluster) -> Result {
        let feasible = feasibleNodes(for: pod, in: cluster)
        switch feasible.slots.count {
        case 0: return .none(feasible.explained, cures: feasible.cures)
        case 1: return .node(slot: feasible.slots[0])
        default: return .node(slot: best(of: feasible.slots, for: pod, in: cluster))
        }
    }

    // MARK: - Filtering

    private struct Feasible {
        var slots: [Int] = []
        var error: FitError
        var cures: ClusterChange = [.nodeAdded]
        var hopeless = 0

        var explained: FitError {
            var error = error
            let whys = [Rejection.preemptionNotHelpful: hopeless, .noPreemptionVictims: error.nodeCount - hopeless]
            error.preemption = .failed(whys.filter { $0.value > 0 })
            return error
        }
    }

    private mutating func feasibleNodes(for pod: PodInfo, in cluster: Cluster) -> Feasible {
        let predicates = Predicates.all.compactMap { $0.init(pod, in: cluster) }
        let count = cluster.order.count
        let wanted = nodesToFind(of: count)
        var feasible = Feasible(error: FitError(nodeCount: count))
        feasible.slots.reserveCapacity(wanted)
        var looked = 0
        while looked < count, feasible.slots.count < wanted {
            let slot = cluster.order[(start + looked) % count]
            looked += 1
            check(slot, predicates, in: cluster, &feasible)
        }
        if count > 0 { start = (start + looked) % count }
        return feasible
    }

    private func check(
        _ slot: Int, _ predicates: [any Predicate], in cluster: Cluster, _ feasible: inout Feasible
    ) {
        for predicate in predicates {
            let rejections = predicate.rejections(of: slot, in: cluster)
            if rejections.isEmpty { continue }
            feasible.error.add(rejections)
            if rejections.contains(where: { !$0.isCuredByRemovingPods }) { feasible.hopeless += 1 }
            feasible.cures.formUnion(type(of: predicate).curedBy)
            return
        }
        feasible.slots.append(slot)
    }

    /// At least 100; of more nodes a share that sinks from 50 % to 5 % as the cluster grows.
    private func nodesToFind(of count: Int) -> Int {
        if count < 100 { return count }
        let percent = percentage > 0 ? percentage : max(5, 50 - count / 125)
        return min(count, max(100, count * percent / 100))
    }

    // MARK: - Scoring

    private mutating func best(of slots: [Int], for pod: PodInfo, in cluster: Cluster) -> Int {
        var totals = [Int](repeating: 0, count: slots.count)
        for type in Priorities.all {
            guard let priority = type.init(pod, in: cluster) else { continue }
            let scores = priority.scores(of: slots, in: cluster)
            for index in totals.indices { totals[index] += type.weight * scores[index] }
        }
        return slots[choose(totals)]
    }

    /// The index of the largest; each of several equals with the same probability.
    private mutating func choose(_ totals: [Int]) -> Int {
        var best = 0
        var equals = 1
        for index in totals.indices.dropFirst() {
            if totals[index] > totals[best] {
                best = index
                equals = 1
            } else if totals[index] == totals[best] {
                equals += 1
                if random.next() % UInt64(equals) == 0 { best = index }
            }
        }
        return best
    }
}

/// A small generator whose numbers follow from its seed alone.
struct SplitMix64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
