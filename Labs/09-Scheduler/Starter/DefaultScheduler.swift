import API
package import SchedulerContract

/// The reference scheduler: a queue of pods, a picture of the cluster, and one cycle of filtering and scoring at a time.
///
/// ```
///   events ──▶ handle ──┬──▶ SchedulingQueue  who is next?   ──┐
///                       └──▶ Cluster          what is where? ──┴─▶ SchedulingCycle ──▶ .bind / .bindVolumes
///                                                                  └▶ Preemption   ──▶ .preempt / .unschedulable
/// ```
/// Extenders, if there are any, are asked in the middle of a cycle (``Consultation``).
/// Source: kubernetes.io, Concepts → Scheduling, Preemption and Eviction → Kubernetes Scheduler.
/// Left out compared with Kubernetes: dynamic resources, pod groups.
package struct DefaultScheduler: SchedulerCore {
    let rules: [String: Rules]
    let extenders: [ExtenderConcern]
    var queue: SchedulingQueue
    var cluster = Cluster()
    var cycle: SchedulingCycle
    var consultation: Consultation?
    private var memory: Memory
    /// Pods that have got a node from ``next(now:)`` and of which the API server hasn't told us yet that they have it.
    var assumed: [String: SchedulingQueue.Attempt] = [:]
    /// Those of them that wait for their volumes.
    var waits = VolumeWaits()

    package init(configuration: SchedulerConfiguration = SchedulerConfiguration()) {
        rules = [String: Rules](configuration.profiles.map { ($0.schedulerName, Rules($0)) }) { first, _ in first }
        extenders = configuration.extenders
        queue = SchedulingQueue(configuration)
        cycle = SchedulingCycle(configuration)
        memory = Memory(limit: configuration.recordedPods)
    }

    package var nextDeadline: SchedulerInstant? {
        let deadlines = [consultation == nil ? queue.nextDeadline : nil, waits.nextDeadline]
        return deadlines.compactMap(\.self).min()
    }
    /// For metrics: how many pods wait to be tried, and how many fit nowhere.
    package var pendingCounts: (active: Int, unschedulable: Int) { (queue.activeCount, queue.unschedulableCount) }

    package func record(of pod: String) -> SchedulingRecord? { memory[pod] }

    // MARK: - Deciding

    package mutating func next(now: SchedulerInstant) -> SchedulerAction? {
        if !waits.isEmpty, let action = bindNextWithVolumes(now: now) { return action }
        if consultation != nil { return resume(now: now) }
        guard let attempt = queue.next(now: now), let rules = rules[attempt.info.schedulerName] else { return nil }
        return decide(attempt, rules, now: now)
    }

    mutating func decide(
        _ attempt: SchedulingQueue.Attempt, _ rules: Rules, triesNominatedNode: Bool = true, now: SchedulerInstant
    ) -> SchedulerAction {
        var notes = AttemptNotes(isOn: memory.isOn)
        let nominated = cluster.nominations.node(of: attempt.info.uid)
        let consults = extenders.contains { $0.judgesNodes && $0.concerns(attempt.info.pod) }
        let result = cycle.place(
            attempt.info, in: &cluster, by: rules, &notes, consults: consults, triesNominatedNode: triesNominatedNode)
        let action =
            switch result {
            case .node(let slot): bind(attempt, to: slot, now: now)
            case .none(let diagnosis): makeRoom(for: attempt, diagnosis, rules, now: now)
            case .feasible(let slots, let diagnosis): consult(on: slots, for: attempt, rules, diagnosis, notes)
            }
        if case .feasible = result { return action }
        remember(action, attempt, nominated: nominated, notes)
        return action
    }

    mutating func remember(
        _ action: SchedulerAction, _ attempt: SchedulingQueue.Attempt, nominated: String?, _ notes: AttemptNotes
    ) {
        guard memory.isOn else { return }
        memory.keep(notes.kept(SchedulingRecord(action, attempt, nominated, cluster), in: cluster))
    }

    mutating func bind(
        _ attempt: SchedulingQueue.Attempt, to slot: Int, now: SchedulerInstant
    ) -> SchedulerAction {
        let info = attempt.info
        let name = cluster.nodes[slot].name
        assumed[info.uid] = attempt
        cluster.endNomination(of: info.uid)
        let choices = volumeChoices(for: info, on: slot)
        cluster.place(info, on: name)
        happened(.podPlaced, slot: slot, pod: info, now: now)
        return choices.isEmpty
            ? .bind(info.pod, node: name) : setAside(choices, for: info, on: name, now: now)
    }

    mutating func makeRoom(
        for attempt: SchedulingQueue.Attempt, _ diagnosis: Diagnosis, _ rules: Rules, now: SchedulerInstant
    ) -> SchedulerAction {
        var diagnosis = diagnosis
        let info = attempt.info
        queue.reject(attempt, by: diagnosis.predicates, now: now)
        guard rules.profile.preemption, diagnosis.nodeCount > 0 else {
            return .unschedulable(info.pod, diagnosis.finish())
        }
        switch cycle.makeRoom(for: info, diagnosis, in: &cluster, by: rules) {
        case .candidate(let candidate):
            let node = nominate(info, candidate, now: now)
            return .preempt(info.pod, node: node, victims: candidate.victims.map(\.pod), diagnosis.finish())
        case .failed(let why):
            if case .failed = why { cluster.endNomination(of: info.uid) }
            return .unschedulable(info.pod, diagnosis.finish(preemption: why))
        }
    }

    /// - Returns: the node's name.
    private mutating func nominate(_ info: PodInfo, _ candidate: Candidate, now: SchedulerInstant) -> String {
        let node = cluster.nodes[candidate.slot].name
        // Less important pods that wait for this node look for another one.
        for other in cluster.nominations.pods(on: node) where other.priority < info.priority {
            cluster.endNomination(of: other.uid)
            queue.activate(other.uid, now: now)
        }
        cluster.nominate(info, to: node)
        cluster.changeNominations(on: nil) { $0.condemn(candidate.victims, for: info) }
        return node
    }
}

extension SchedulingRecord {
    fileprivate init(
        _ action: SchedulerAction, _ attempt: SchedulingQueue.Attempt, _ nominated: String?, _ cluster: Cluster
    ) {
        self.init()
        pod = attempt.info.pod.key
        uid = attempt.info.uid
        self.attempt = attempt.number
        nodeCount = cluster.order.count
        self.nominated = nominated ?? ""
        switch action {
        case .bind(_, let node), .bindVolumes(_, let node, _): chosen = node
        case .unschedulable(_, let error): message = error.description
        case .preempt(_, let node, let pods, let error):
            self.nominated = node
            victims = pods.map(\.key)
            message = error.description
        case .failed(_, let why): message = why
        case .consult: break
        }
    }
}
