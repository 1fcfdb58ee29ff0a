import API
package import SchedulerContract

/// The reference scheduler: a queue of pods, a picture of the cluster, and one cycle of filtering and scoring at a time.
///
/// ```
///   events ──▶ handle ──┬──▶ SchedulingQueue  who is next?   ──┐
///                       └──▶ Cluster          what is where? ──┴─▶ SchedulingCycle ──▶ .bind
///                                                                  └▶ Preemption   ──▶ .preempt / .unschedulable
/// ```
/// Extenders, if there are any, are asked in the middle of a cycle (``Consultation``).
/// Source: kubernetes.io, Concepts → Scheduling, Preemption and Eviction → Kubernetes Scheduler.
/// Left out compared with Kubernetes: dynamic resources, pod groups, setting volumes aside.
package struct DefaultScheduler: SchedulerCore {
    private let rules: [String: Rules]
    let extenders: [ExtenderConcern]
    var queue: SchedulingQueue
    var cluster = Cluster()
    var cycle: SchedulingCycle
    var consultation: Consultation?
    private var memory: Memory
    /// Pods that were bound by ``next(now:)`` and of which the API server hasn't told us yet.
    private var assumed: [String: SchedulingQueue.Attempt] = [:]

    package init(configuration: SchedulerConfiguration = SchedulerConfiguration()) {
        rules = [String: Rules](configuration.profiles.map { ($0.schedulerName, Rules($0)) }) { first, _ in first }
        extenders = configuration.extenders
        queue = SchedulingQueue(configuration)
        cycle = SchedulingCycle(configuration)
        memory = Memory(limit: configuration.recordedPods)
    }

    package var nextDeadline: SchedulerInstant? { consultation == nil ? queue.nextDeadline : nil }
    /// For metrics: how many pods wait to be tried, and how many fit nowhere.
    package var pendingCounts: (active: Int, unschedulable: Int) { (queue.activeCount, queue.unschedulableCount) }

    package func record(of pod: String) -> SchedulingRecord? { memory[pod] }

    // MARK: - Deciding

    package mutating func next(now: SchedulerInstant) -> SchedulerAction? {
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
        cluster.place(info, on: name)
        happened(.podPlaced, slot: slot, pod: info, now: now)
        return .bind(info.pod, node: name)
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

    // MARK: - Taking note

    package mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant) {
        switch event {
        case .pod(let pod) where pod.isTerminal: removed(pod, now: now)
        case .pod(let pod) where !pod.spec.nodeName.isEmpty: placed(pod, now: now)
        case .pod(let pod): waiting(pod, now: now)
        case .podDeleted(let pod): removed(pod, now: now)
        case .node(let node): changed(node, now: now)
        case .nodeDeleted(let node):
            cluster.removeNode(node.metadata.name)
            happened(.nodeRemoved, now: now)
        case .bindingFailed(let pod): bindingFailed(pod, now: now)
        case .changed(let object): set(object, now: now)
        case .deleted(let object): remove(object, now: now)
        case .answered(let answer): consultation?.take(answer)
        }
    }

    private mutating func happened(
        _ change: ClusterChange, slot: Int? = nil, pod: PodInfo? = nil, now: SchedulerInstant
    ) {
        consultation?.changes.formUnion(change)
        queue.happened(ClusterEvent(change: change, slot: slot, pod: pod), in: cluster, now: now)
    }

    private mutating func waiting(_ pod: Pod, now: SchedulerInstant) {
        guard let rules = rules[pod.schedulerName], assumed[pod.metadata.uid] == nil else { return }
        let info = PodInfo(pod, rules.additions)
        if pod.metadata.deletionTimestamp == nil, pod.spec.schedulingGates.isEmpty {
            if consultation?.update(info) == true { return }
            queue.set(info, now: now)
            let nominated = pod.status.nominatedNodeName
            if !nominated.isEmpty, cluster.nominations.node(of: info.uid) == nil {
                cluster.nominate(info, to: nominated)
            }
        } else {
            endConsultation(on: info.uid)
            queue.remove(info.uid)
            cluster.endNomination(of: info.uid)
        }
    }

    private mutating func placed(_ pod: Pod, now: SchedulerInstant) {
        let uid = pod.metadata.uid
        endConsultation(on: uid)
        queue.remove(uid)
        assumed[uid] = nil
        cluster.endNomination(of: uid)
        let old = cluster.pod(uid)
        if let old, cluster.name(ofNodeOf: uid) == pod.spec.nodeName, old.standsFor(pod) { return }
        let info = PodInfo(pod)
        let slot = cluster.place(info, on: pod.spec.nodeName)
        if old == nil {
            happened(.podPlaced, slot: slot, pod: info, now: now)
        } else if old?.pod.metadata.labels != pod.metadata.labels || old?.isEnding != info.isEnding {
            happened(.podLabels, slot: slot, pod: info, now: now)
        }
    }

    private mutating func removed(_ pod: Pod, now: SchedulerInstant) {
        endConsultation(on: pod.metadata.uid)
        assumed[pod.metadata.uid] = nil
        queue.remove(pod.metadata.uid)
        cluster.changeNominations(on: nil) { $0.forgetVictim(pod.metadata.uid) }
        if let node = cluster.nominations.node(of: pod.metadata.uid) {
            cluster.endNomination(of: pod.metadata.uid)
            happened(.podRemoved, slot: cluster.slot(of: node), now: now)
        }
        released(pod.metadata.uid, now: now)
    }

    private mutating func bindingFailed(_ pod: Pod, now: SchedulerInstant) {
        cluster.changeNominations(on: nil) { $0.spareVictims(of: pod.metadata.uid) }
        guard let attempt = assumed.removeValue(forKey: pod.metadata.uid) else {
            return queue.activate(pod.metadata.uid, now: now)
        }
        released(pod.metadata.uid, now: now)
        queue.retry(attempt, now: now)
    }

    /// A pod has left its node.
    private mutating func released(_ uid: String, now: SchedulerInstant) {
        let info = cluster.pod(uid)
        guard let slot = cluster.removePod(uid), cluster.nodes[slot].isKnown else { return }
        happened(.podRemoved, slot: slot, pod: info, now: now)
    }

    private mutating func changed(_ node: Node, now: SchedulerInstant) {
        let before = cluster.slot(of: node.metadata.name).map { cluster.nodes[$0] }
        let slot = cluster.set(node)
        let change = ClusterChange.between(before, cluster.nodes[slot])
        if !change.isEmpty { happened(change, slot: slot, now: now) }
    }
}

extension ClusterChange {
    fileprivate static func between(_ old: NodeInfo?, _ new: NodeInfo) -> Self {
        guard let old, old.isKnown else { return .nodeAdded }
        var change: Self = []
        if old.extendedAllocatable != new.extendedAllocatable { change.insert(.nodeAllocatable) }
        if old.labels != new.labels { change.insert(.nodeLabels) }
        if old.node.spec.unschedulable != new.node.spec.unschedulable || old.repellingTaints != new.repellingTaints {
            change.insert(.nodeTaints)
        }
        return change
    }
}

extension DefaultScheduler {
    private mutating func set(_ object: ClusterObject, now: SchedulerInstant) {
        switch object {
        case .persistentVolumeClaim(let claim): cluster.volumes.claims[claim.key] = claim
        case .persistentVolume(let volume): cluster.volumes.volumes[volume.name] = volume
        case .storageClass(let storageClass): cluster.volumes.classes[storageClass.name] = storageClass
        case .podDisruptionBudget(let budget): cluster.budgets[budget.key] = budget
        case .namespace(let namespace): cluster.setNamespace(namespace.name, labels: namespace.metadata.labels)
        }
        happened(object.change, now: now)
    }

    private mutating func remove(_ object: ClusterObject, now: SchedulerInstant) {
        switch object {
        case .persistentVolumeClaim(let claim): cluster.volumes.claims[claim.key] = nil
        case .persistentVolume(let volume): cluster.volumes.volumes[volume.name] = nil
        case .storageClass(let storageClass): cluster.volumes.classes[storageClass.name] = nil
        case .podDisruptionBudget(let budget): cluster.budgets[budget.key] = nil
        case .namespace(let namespace): cluster.setNamespace(namespace.name, labels: nil)
        }
        happened(object.change, now: now)
    }
}

extension ClusterObject {
    fileprivate var change: ClusterChange {
        switch self {
        case .persistentVolumeClaim, .persistentVolume, .storageClass: .storage
        case .podDisruptionBudget: []
        case .namespace: .namespaces
        }
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
        case .bind(_, let node): chosen = node
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
