import SchedulerContract

/// All predicates of a profile, for one pod: is a node feasible, and if not, why?
struct Filter: Sendable {
    let pod: PodInfo
    private var predicates: [any Predicate]

    /// One predicate's no. The others were not asked.
    struct Refusal: Sendable {
        var predicate: any Predicate.Type
        var rejections: [Rejection]
        /// Whether it could become a yes if pods were removed from the node.
        var isCuredByRemovingPods: Bool { rejections.allSatisfy(\.isCuredByRemovingPods) }
    }

    init(_ rules: Rules, for pod: PodInfo, in cluster: Cluster) {
        self.pod = pod
        predicates = rules.predicates.compactMap { $0.init(pod, in: cluster) }
    }

    /// The first refusal; nil when the node is feasible, with the pods on it and also with those that it is kept for.
    mutating func refusal(of slot: Int, in cluster: inout Cluster) -> Refusal? {
        guard !cluster.nominations.isEmpty else { return firstRefusal(of: slot, in: cluster) }
        let expected = cluster.nominations.pods(on: cluster.nodes[slot].name, notLessImportantThan: pod)
        if expected.isEmpty { return firstRefusal(of: slot, in: cluster) }
        for other in expected { shift(other, on: slot, by: 1, in: &cluster) }
        let crowded = firstRefusal(of: slot, in: cluster)
        for other in expected { shift(other, on: slot, by: -1, in: &cluster) }
        // They may never come, so the pod must not depend on their being there either.
        return crowded ?? firstRefusal(of: slot, in: cluster)
    }

    /// In thought, another pod comes to the node (+1) or leaves it (-1).
    mutating func shift(_ other: PodInfo, on slot: Int, by sign: Int, in cluster: inout Cluster) {
        cluster.shift(other, on: slot, by: sign)
        for index in predicates.indices { predicates[index].shift(other, on: slot, by: sign, in: cluster) }
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
