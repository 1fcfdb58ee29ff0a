import Schema
import SchedulerContract

/// One attempt to find a node for one pod: filter, score, choose.
///
/// ```
///   nodes ──▶ predicates: which are feasible? ──▶ priorities: how good is each? ──▶ the best; of equals any
/// ```
/// Large clusters are sampled: when enough feasible nodes are found the search stops, and the next pod's begins where it
/// stopped, so that all nodes have their turn. If others have a say in it (extenders), the search ends with a question to
/// them, and ``choose(among:for:in:by:_:_:)`` comes when they have answered.
/// Source: kubernetes.io, Scheduler Performance Tuning (percentageOfNodesToScore).
struct SchedulingCycle: Sendable {
    /// Where in the order of nodes the next search begins.
    private var start = 0
    private var random: SplitMix64
    private let percentage: Int
    private var answers = NodeAnswers()

    enum Result: Sendable {
        case node(slot: Int)
        case none(Diagnosis)
        /// The extenders may judge these.
        case feasible([Int], Diagnosis)
    }

    init(_ configuration: SchedulerConfiguration) {
        random = SplitMix64(state: configuration.seed)
        percentage = configuration.percentageOfNodesToScore
    }

    /// - Parameter consults: whether extenders are to judge the feasible nodes before one is chosen.
    mutating func place(
        _ pod: PodInfo, in cluster: inout Cluster, by rules: Rules, _ notes: inout AttemptNotes, consults: Bool = false,
        triesNominatedNode: Bool = true
    ) -> Result {
        cluster.prepare(for: pod, replicasAreSpread: rules.profile.spreadsReplicas)
        var filter = Filter(rules, for: pod, in: cluster)
        if triesNominatedNode, let slot = nominatedSlot(of: pod, in: cluster),
            filter.refusal(of: slot, in: &cluster) == nil
        {
            notes.accept(slot)
            return consults ? .feasible([slot], Diagnosis(nodeCount: cluster.order.count)) : .node(slot: slot)
        }
        answers.begin(filter, in: cluster)
        let wanted = nodesToFind(of: cluster.order.count, rules.profile.percentageOfNodesToScore ?? percentage)
        let (slots, diagnosis) = search(&filter, wanted, in: &cluster, &notes)
        if slots.isEmpty { return .none(diagnosis) }
        if consults { return .feasible(slots, diagnosis) }
        return .node(slot: choose(among: slots, for: pod, in: cluster, by: rules, &notes))
    }

    /// All of a profile's predicates again, for a pod whose attempt goes on after a while.
    mutating func filter(_ pod: PodInfo, in cluster: inout Cluster, by rules: Rules) -> Filter {
        cluster.prepare(for: pod, replicasAreSpread: rules.profile.spreadsReplicas)
        let filter = Filter(rules, for: pod, in: cluster)
        answers.begin(filter, in: cluster)
        return filter
    }

    /// The best of some feasible nodes; there is at least one.
    mutating func choose(
        among slots: [Int], for pod: PodInfo, in cluster: Cluster, by rules: Rules, _ notes: inout AttemptNotes,
        _ extenders: [ExtenderScores] = []
    ) -> Int {
        slots.count == 1 ? slots[0] : best(of: slots, for: pod, in: cluster, by: rules, &notes, extenders)
    }

    /// The pod fits nowhere: whose place could it take?
    mutating func makeRoom(
        for pod: PodInfo, _ diagnosis: Diagnosis, in cluster: inout Cluster, by rules: Rules
    ) -> Preemption.Outcome {
        let start = randomNumber(below: diagnosis.hopefulSlots.count)
        return Preemption(pod: pod, rules: rules).run(diagnosis, start: start, in: &cluster, &answers)
    }

    /// A number that follows from the seed, like everything that is left to chance here.
    private mutating func randomNumber(below bound: Int) -> Int { Int(random.next() % UInt64(max(bound, 1))) }

    // MARK: - Filtering

    /// The node where room was made for the pod is tried first.
    private func nominatedSlot(of pod: PodInfo, in cluster: Cluster) -> Int? {
        guard let name = cluster.nominations.node(of: pod.uid), let slot = cluster.slot(of: name) else { return nil }
        return cluster.nodes[slot].isKnown ? slot : nil
    }

    private mutating func search(
        _ filter: inout Filter, _ wanted: Int, in cluster: inout Cluster, _ notes: inout AttemptNotes
    ) -> (feasible: [Int], Diagnosis) {
        let count = cluster.order.count
        var feasible: [Int] = []
        var diagnosis = Diagnosis(nodeCount: count)
        feasible.reserveCapacity(wanted)
        var looked = 0
        while looked < count, feasible.count < wanted {
            let slot = cluster.order[(start + looked) % count]
            looked += 1
            if let refusal = answers.refusal(of: slot, &filter, in: &cluster) {
                diagnosis.add(refusal, of: slot)
                notes.refuse(slot, refusal)
            } else {
                feasible.append(slot)
                notes.accept(slot)
            }
        }
        if count > 0 { start = (start + looked) % count }
        return (feasible, diagnosis)
    }

    /// At least 100; of more nodes a share that sinks from 50 % to 5 % as the cluster grows.
    private func nodesToFind(of count: Int, _ percentage: Int) -> Int {
        if count < 100 { return count }
        let percent = percentage > 0 ? percentage : Swift.max(5, 50 - count / 125)
        return Swift.min(count, Swift.max(100, count * percent / 100))
    }

    // MARK: - Scoring

    private mutating func best(
        of slots: [Int], for pod: PodInfo, in cluster: Cluster, by rules: Rules, _ notes: inout AttemptNotes,
        _ extenders: [ExtenderScores]
    ) -> Int {
        var totals = [Int](repeating: 0, count: slots.count)
        for (type, weight) in rules.priorities {
            guard let priority = type.init(pod, in: cluster, rules.profile) else { continue }
            let raw = priority.rawScores(of: slots, in: cluster)
            var scores = raw
            priority.normalize(&scores)
            for index in totals.indices { totals[index] += weight * scores[index] }
            notes.score(type.name, raw: raw, normalized: scores, weight: weight)
        }
        for extender in extenders {
            let raw = slots.map { extender.scores[cluster.nodes[$0].name] ?? 0 }
            let scores = raw.map { $0 * Priorities.maximum / ExtenderScores.maximum }
            for index in totals.indices { totals[index] += extender.weight * scores[index] }
            notes.score(PluginName(extender.extender), raw: raw, normalized: scores, weight: extender.weight)
        }
        return slots[largest(of: totals)]
    }

    /// The index of the largest; each of several equals with the same probability.
    private mutating func largest(of totals: [Int]) -> Int {
        var best = 0
        var equals = 1
        for index in totals.indices.dropFirst() {
            if totals[index] > totals[best] {
                best = index
                equals = 1
            } else if totals[index] == totals[best] {
                equals += 1
                if randomNumber(below: equals) == 0 { best = index }
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
