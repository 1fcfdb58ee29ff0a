import API
package import SchedulerContract

/// What an event changes: who waits, what is where, and who of those that wait may be helped by it.
///
/// The API server's word counts. What was assumed is forgotten when it tells of the pod, or refuses the binding.
extension DefaultScheduler {
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

    mutating func happened(
        _ change: ClusterChange, slot: Int? = nil, pod: PodInfo? = nil, claim: String? = nil, now: SchedulerInstant
    ) {
        consultation?.changes.formUnion(change)
        queue.happened(ClusterEvent(change: change, slot: slot, pod: pod, claim: claim), in: cluster, now: now)
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
        endAssumption(of: uid, now: now)
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
        endAssumption(of: pod.metadata.uid, now: now)
        queue.remove(pod.metadata.uid)
        cluster.changeNominations(on: nil) { $0.forgetVictim(pod.metadata.uid) }
        if let node = cluster.nominations.node(of: pod.metadata.uid) {
            cluster.endNomination(of: pod.metadata.uid)
            happened(.podRemoved, slot: cluster.slot(of: node), now: now)
        }
        released(pod.metadata.uid, now: now)
    }

    mutating func bindingFailed(_ pod: Pod, now: SchedulerInstant) {
        cluster.changeNominations(on: nil) { $0.spareVictims(of: pod.metadata.uid) }
        guard let attempt = endAssumption(of: pod.metadata.uid, now: now) else {
            return queue.activate(pod.metadata.uid, now: now)
        }
        released(pod.metadata.uid, now: now)
        queue.retry(attempt, now: now)
    }

    /// The pod runs, is gone, or gives its place up.
    /// - Returns: the attempt by which it came there; nil when it isn't assumed.
    @discardableResult
    private mutating func endAssumption(of uid: String, now: SchedulerInstant) -> SchedulingQueue.Attempt? {
        waits.forget(uid)
        guard let attempt = assumed.removeValue(forKey: uid) else { return nil }
        if cluster.volumes.release(attempt.info) { happened(.storage, now: now) }
        return attempt
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
        case .persistentVolumeClaim(let claim): cluster.volumes.set(claim)
        case .persistentVolume(let volume): cluster.volumes.set(volume)
        case .storageClass(let storageClass): cluster.volumes.set(storageClass)
        case .csiNode(let node): cluster.volumes.set(node)
        case .podDisruptionBudget(let budget): cluster.budgets[budget.key] = budget
        case .namespace(let namespace): cluster.setNamespace(namespace.name, labels: namespace.metadata.labels)
        }
        changed(object, now: now)
    }

    private mutating func remove(_ object: ClusterObject, now: SchedulerInstant) {
        switch object {
        case .persistentVolumeClaim(let claim): cluster.volumes.remove(claim)
        case .persistentVolume(let volume): cluster.volumes.remove(volume)
        case .storageClass(let storageClass): cluster.volumes.remove(storageClass)
        case .csiNode(let node): cluster.volumes.remove(node)
        case .podDisruptionBudget(let budget): cluster.budgets[budget.key] = nil
        case .namespace(let namespace): cluster.setNamespace(namespace.name, labels: nil)
        }
        changed(object, now: now)
    }

    private mutating func changed(_ object: ClusterObject, now: SchedulerInstant) {
        if !waits.isEmpty { review(object) }
        switch object {
        case .persistentVolumeClaim(let claim): happened(.storage, claim: claim.key, now: now)
        case .persistentVolume, .storageClass, .csiNode: happened(.storage, now: now)
        case .podDisruptionBudget: break
        case .namespace: happened(.namespaces, now: now)
        }
    }
}
