import API
import LabWorker
import Schema
import SchedulerContract

/// Who would have to leave a node so that a pod fits there: as few and as unimportant pods as possible.
///
/// All pods of lower priority are removed in thought. If the pod fits then, they come back one by one, the most important
/// first, and those whose budget would be violated before all others; whoever doesn't fit any more beside the pod is a
/// victim.
struct VictimSearch {
    enum Outcome {
        case candidate(Candidate)
        /// Even without the less important pods the node says no, or there are none.
        case hopeless([Rejection])
    }

    private var filter: Filter
    private let budgets: [PodDisruptionBudget]

    init(_ filter: Filter, budgets: [String: PodDisruptionBudget]) {
        self.filter = filter
        self.budgets = budgets.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The cluster comes back as it was.
    mutating func run(_ slot: Int, in cluster: inout Cluster) -> Outcome {
        let lesser = cluster.nodes[slot].pods(lessImportantThan: filter.pod)
        if lesser.isEmpty { return .hopeless([.noPreemptionVictims]) }
        for other in lesser { filter.shift(other, on: slot, by: -1, in: &cluster) }
        if let refusal = filter.refusal(of: slot, in: &cluster) {
            for other in lesser { filter.shift(other, on: slot, by: 1, in: &cluster) }
            return .hopeless(refusal.rejections)
        }
        let candidate = candidate(lesser, on: slot, in: &cluster)
        for victim in candidate.victims { filter.shift(victim, on: slot, by: 1, in: &cluster) }
        return .candidate(candidate)
    }

    /// - Parameter lesser: all that could go, the most important first.
    private mutating func candidate(
        _ lesser: ArraySlice<PodInfo>, on slot: Int, in cluster: inout Cluster
    ) -> Candidate {
        let violating = lesser.violating(budgets)
        if violating.isEmpty {
            return Candidate(slot: slot, victims: victims(among: lesser, on: slot, in: &cluster), violations: 0)
        }
        let ordered = lesser.filter { violating.contains($0.uid) } + lesser.filter { !violating.contains($0.uid) }
        let victims = victims(among: ordered[...], on: slot, in: &cluster)
        return Candidate(
            slot: slot, victims: victims.sorted(by: PodInfo.isMoreImportant),
            violations: victims.count { violating.contains($0.uid) })
    }

    /// Brings the pods back, in their order, as long as ours still fits beside them. Those that can't come back are the
    /// victims, and stay away.
    private mutating func victims(
        among pods: ArraySlice<PodInfo>, on slot: Int, in cluster: inout Cluster
    ) -> [PodInfo] {
        // Lab 09, step 8: yours to write.
        notWritten()
    }
}

extension PodInfo {
    /// Higher priority first; of the same priority, whoever runs longer. The uid only makes the order definite.
    static func isMoreImportant(_ left: PodInfo, _ right: PodInfo) -> Bool {
        if left.priority != right.priority { return left.priority > right.priority }
        return (left.startSeconds, left.uid) < (right.startSeconds, right.uid)
    }
}

extension ArraySlice<PodInfo> {
    /// The uids of those whose removal would violate a disruption budget, if they were removed in this order.
    fileprivate func violating(_ budgets: [PodDisruptionBudget]) -> Set<String> {
        if budgets.isEmpty { return [] }
        var allowed = budgets.map(\.status.disruptionsAllowed)
        var violating: Set<String> = []
        for info in self {
            for index in budgets.indices where budgets[index].protects(info.pod) {
                allowed[index] -= 1
                if allowed[index] < 0 { violating.insert(info.uid) }
            }
        }
        return violating
    }
}

extension PodDisruptionBudget {
    /// An empty selector protects nothing here; a pod that is being evicted already has been counted.
    fileprivate func protects(_ pod: Pod) -> Bool {
        guard namespace == pod.namespace, let selector = spec.selector, !selector.isEmpty else { return false }
        return selector.matches(pod.metadata.labels) && status.disruptedPods[pod.name] == nil
    }
}
