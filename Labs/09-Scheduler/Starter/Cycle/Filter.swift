import Schema
import SchedulerContract

/// All predicates of a profile, for one pod: is a node feasible, and if not, why?
struct Filter: Sendable {
    let pod: PodInfo
    private var predicates: [any Predicate]
    /// Those that look beyond the node, and so care when pods are shifted.
    private let shifted: [Int]
    /// No rule looks beyond the node.
    var isLocal: Bool { shifted.isEmpty }

    /// One predicate's no. The others were not asked.
    struct Refusal: Sendable {
        var predicate: any Predicate.Type
        var rejections: [Rejection]
        /// Who refuses; empty for the predicate itself.
        var extender = ""
        var name: PluginName { extender.isEmpty ? predicate.name : PluginName(extender) }
        /// Whether it could become a yes if pods were removed from the node.
        var isCuredByRemovingPods: Bool { rejections.allSatisfy(\.isCuredByRemovingPods) }
    }

    init(_ rules: Rules, for pod: PodInfo, in cluster: Cluster) {
        self.pod = pod
        let predicates = rules.predicates.compactMap { $0.init(pod, in: cluster) }
        shifted = predicates.indices.filter { !type(of: predicates[$0]).isLocal }
        self.predicates = predicates
    }

    /// The first refusal; nil when the node is feasible, with the pods on it and also with those that it is kept for.
    mutating func refusal(of slot: Int, in cluster: inout Cluster) -> Refusal? {
        guard cluster.loads[slot].expectsPods else { return firstRefusal(of: slot, in: cluster) }
        shiftExpected(by: 1, slot, in: &cluster)
        let crowded = firstRefusal(of: slot, in: cluster)
        shiftExpected(by: -1, slot, in: &cluster)
        // They may never come, so the pod must not depend on their being there either.
        return crowded ?? firstRefusal(of: slot, in: cluster)
    }

    /// In thought, another pod comes to the node (+1) or leaves it (-1).
    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: inout Cluster) {
        cluster.shift(other, on: slot, by: sign)
        for index in shifted { predicates[index].shift(other, on: slot, by: sign, in: cluster) }
    }

    /// The pods that are nominated to a node, and not less important than this one.
    private mutating func shiftExpected(by sign: Int, _ slot: Int, in cluster: inout Cluster) {
        for other in cluster.nodes[slot].expected where other.priority >= pod.priority && other.uid != pod.uid {
            shift(other, on: slot, by: sign, in: &cluster)
        }
    }

    private func firstRefusal(of slot: Int, in cluster: Cluster) -> Refusal? {
        for predicate in predicates {
            let rejections = predicate.rejections(of: slot, in: cluster)
            if !rejections.isEmpty { return Refusal(predicate: type(of: predicate), rejections: rejections) }
        }
        return nil
    }
}

/// What became of the search for a feasible node.
struct Diagnosis: Sendable {
    private var error: FitError
    /// The predicates that have refused a node: only what may change their minds can help.
    private(set) var predicates: [any Predicate.Type] = []
    /// The nodes that the removal of pods may make feasible.
    private(set) var hopefulSlots: [Int] = []

    private var last: [Rejection] = []
    private var lastCount = 0

    init(nodeCount: Int) { error = FitError(nodeCount: nodeCount) }

    var nodeCount: Int { error.nodeCount }

    /// Most nodes give the same reasons as the one before: those are only counted.
    mutating func add(_ refusal: Filter.Refusal, of slot: Int) {
        if refusal.isCuredByRemovingPods { hopefulSlots.append(slot) }
        if !predicates.contains(where: { $0 == refusal.predicate }) { predicates.append(refusal.predicate) }
        if refusal.rejections != last { count(refusal.rejections) }
        lastCount += 1
    }

    /// Some time has passed: nodes may be gone.
    mutating func forgetNodes(goneFrom cluster: Cluster) {
        hopefulSlots.removeAll { !cluster.nodes[$0].isKnown }
    }

    mutating func finish(preemption: FitError.Preemption = .notTried) -> FitError {
        count([])
        error.preemption = preemption
        return error
    }

    private mutating func count(_ next: [Rejection]) {
        for rejection in last { error.add(rejection, count: lastCount) }
        last = next
        lastCount = 0
    }
}
