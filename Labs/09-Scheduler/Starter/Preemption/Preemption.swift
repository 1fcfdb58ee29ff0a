import API
import SchedulerContract

/// Makes room for an important pod that fits nowhere, at the cost of less important ones.
///
/// ```
///   nodes that said no for what their pods take ──▶ who would have to go there? ──▶ the node where that hurts least
///                                                   (``VictimSearch``)               (``Candidate``)
/// ```
/// The pod does not get the node: its victims are asked to end, which takes a while, and then it takes its turn in the queue
/// like any other, with the node as its *nominated* node. Higher priority alone preempts nobody: as long as any node has
/// room, nothing is taken from anyone.
/// Source: kubernetes.io, Pod Priority and Preemption; KEP-268. Left out: preemption over more than one node.
struct Preemption {
    enum Outcome {
        case candidate(Candidate)
        case failed(FitError.Preemption)
    }

    /// Of many candidate nodes a tenth is looked at, but not less than this.
    private static let leastCandidates = 100

    let pod: PodInfo
    let rules: Rules

    /// - Parameters:
    ///   - diagnosis: of the search that found no feasible node.
    ///   - start: a random number; where in the list of candidate nodes to begin.
    ///   - answers: begun for this pod.
    func run(
        _ diagnosis: Diagnosis, start: Int, in cluster: inout Cluster, _ answers: inout NodeAnswers
    ) -> Outcome {
        if let why = Self.ineligibility(of: pod, diagnosis, in: cluster) { return .failed(.notEligible(why)) }
        let hopeful = diagnosis.hopefulSlots
        let wanted = max(hopeful.count / 10, Self.leastCandidates)
        var search = VictimSearch(Filter(rules, for: pod, in: cluster), budgets: cluster.budgets)
        var candidates: [Candidate] = []
        var hopeless: [[Rejection]] = []
        for index in hopeful.indices {
            let slot = hopeful[(start + index) % hopeful.count]
            switch answers.room(on: slot, &search, in: &cluster) {
            case .candidate(let candidate): candidates.append(candidate)
            case .hopeless(let rejections): hopeless.append(rejections)
            }
            // A node that costs no budget anything is worth searching on for.
            if candidates.count >= wanted, candidates.contains(where: { $0.violations == 0 }) { break }
        }
        if let best = Candidate.best(of: candidates) { return .candidate(best) }
        return .failed(.failed(reasons(hopeless, others: diagnosis.nodeCount - hopeful.count)))
    }

    /// How many nodes gave each reason.
    /// - Parameter others: how many nodes were not even looked at.
    private func reasons(_ hopeless: [[Rejection]], others: Int) -> [Rejection: Int] {
        var reasons: [Rejection: Int] = others > 0 ? [.preemptionNotHelpful: others] : [:]
        for rejection in hopeless.joined() { reasons[rejection, default: 0] += 1 }
        return reasons
    }

    /// Why the pod may not take others' place; nil when it may.
    static func ineligibility(of pod: PodInfo, _ diagnosis: Diagnosis, in cluster: Cluster) -> String? {
        if pod.pod.spec.preemptionPolicy == .never { return "not eligible due to preemptionPolicy=Never." }
        guard let name = cluster.nominations.node(of: pod.uid), let slot = cluster.slot(of: name),
            diagnosis.hopefulSlots.contains(slot)
        else { return nil }
        let waits = cluster.nodes[slot].pods.contains { other in
            other.priority < pod.priority && (cluster.nominations.isCondemned(other.uid) || other.isBeingPreempted)
        }
        return waits ? "not eligible due to a terminating pod on the nominated node." : nil
    }
}

extension PodInfo {
    /// It ends because a scheduler wanted it to, perhaps an earlier one than this.
    fileprivate var isBeingPreempted: Bool {
        guard isEnding, let target = pod.status.conditions[.disruptionTarget] else { return false }
        return target.status == .true && target.reason == "PreemptionByScheduler"
    }
}
