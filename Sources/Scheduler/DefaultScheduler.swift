import API
package import SchedulerContract

/// The reference scheduler: a queue of pods, a picture of the cluster, and one cycle of filtering and scoring at a time.
///
/// ```
///   events ──▶ handle ──┬──▶ SchedulingQueue  who is next?   ──┐
///                       └──▶ Cluster          what is where? ──┴─▶ SchedulingCycle ──▶ .bind / .unschedulable
/// ```
/// Source: kubernetes.io, Concepts → Scheduling, Preemption and Eviction → Kubernetes Scheduler.
/// Left out compared with Kubernetes: preemption, volumes, dynamic resources, extenders, several profiles.
package struct DefaultScheduler: SchedulerCore {
    private let configuration: SchedulerConfiguration
    private var queue: SchedulingQueue
    private var cluster = Cluster()
    private var cycle: SchedulingCycle
    /// Pods that were bound by ``next(now:)`` and of which the API server hasn't told us yet.
    private var assumed: [String: SchedulingQueue.Attempt] = [:]

    package init(configuration: SchedulerConfiguration = SchedulerConfiguration()) {
        self.configuration = configuration
        queue = SchedulingQueue(configuration)
        cycle = SchedulingCycle(configuration)
    }

    package var nextDeadline: SchedulerInstant? { queue.nextDeadline }
    /// For metrics: how many pods wait to be tried, and how many fit nowhere.
    package var pendingCounts: (active: Int, unschedulable: Int) { (queue.activeCount, queue.unschedulableCount) }

    package mutating func next(now: SchedulerInstant) -> SchedulerAction? {
        guard let attempt = queue.next(now: now) else { return nil }
        switch cycle.place(attempt.info, in: cluster) {
        case .node(let slot):
            let name = cluster.nodes[slot].name
            assumed[attempt.info.uid] = attempt
            cluster.place(attempt.info, on: name)
            queue.changed(.podPlaced, now: now)
            return .bind(attempt.info.pod, node: name)
        case .none(let error, let cures):
            queue.reject(attempt, cures: cures, now: now)
            return .unschedulable(attempt.info.pod, error)
        }
    }

    package mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant) {
        switch event {
        case .pod(let pod) where pod.isTerminal: removed(pod, now: now)
        case .pod(let pod) where !pod.spec.nodeName.isEmpty: placed(pod, now: now)
        case .pod(let pod): waiting(pod, now: now)
        case .podDeleted(let pod): removed(pod, now: now)
        case .node(let node): changed(node, now: now)
        case .nodeDeleted(let node): cluster.removeNode(node.metadata.name)
        case .bindingFailed(let pod): bindingFailed(pod, now: now)
        case .changed, .deleted: break
        }
    }

    // MARK: - Pods

    private mutating func waiting(_ pod: Pod, now: SchedulerInstant) {
        let uid = pod.metadata.uid
        guard isOurs(pod), assumed[uid] == nil else { return }
        if pod.metadata.deletionTimestamp == nil, pod.spec.schedulingGates.isEmpty {
            queue.set(PodInfo(pod), now: now)
        } else {
            queue.remove(uid)
        }
    }

    private func isOurs(_ pod: Pod) -> Bool {
        let name = pod.spec.schedulerName
        return (name.isEmpty ? "default-scheduler" : name) == configuration.schedulerName
    }

    private mutating func placed(_ pod: Pod, now: SchedulerInstant) {
        queue.remove(pod.metadata.uid)
        assumed[pod.metadata.uid] = nil
        let old = cluster.pod(pod.metadata.uid)
        if let old, cluster.name(ofNodeOf: old.uid) == pod.spec.nodeName, old.standsFor(pod) { return }
        cluster.place(PodInfo(pod), on: pod.spec.nodeName)
        if old == nil {
            queue.changed(.podPlaced, now: now)
        } else if old?.pod.metadata.labels != pod.metadata.labels {
            queue.changed(.podLabels, now: now)
        }
    }

    private mutating func removed(_ pod: Pod, now: SchedulerInstant) {
        assumed[pod.metadata.uid] = nil
        queue.remove(pod.metadata.uid)
        released(pod.metadata.uid, now: now)
    }

    private mutating func bindingFailed(_ pod: Pod, now: SchedulerInstant) {
        guard let attempt = assumed.removeValue(forKey: pod.metadata.uid) else { return }
        released(pod.metadata.uid, now: now)
        queue.retry(attempt, now: now)
    }

    /// A pod has left its node: whoever fits there now, or minds where other pods are, is tried again.
    private mutating func released(_ uid: String, now: SchedulerInstant) {
        guard let slot = cluster.removePod(uid), cluster.nodes[slot].isKnown else { return }
        let cluster = self.cluster
        queue.changed(.podRemoved, now: now) { info in
            NodeResourcesFit(info, in: cluster).rejections(of: slot, in: cluster).isEmpty || info.mindsOtherPods
        }
    }

    // MARK: - Nodes

    private mutating func changed(_ node: Node, now: SchedulerInstant) {
        let name = node.metadata.name
        let before = cluster.slot(of: name).map { (cluster.nodes[$0], cluster.loads[$0].allocatable) }
        let slot = cluster.set(node)
        let change = ClusterChange.between(before, (cluster.nodes[slot], cluster.loads[slot].allocatable))
        if !change.isEmpty { queue.changed(change, now: now) }
    }
}

extension ClusterChange {
    fileprivate static func between(_ old: (NodeInfo, ResourceAmounts)?, _ new: (NodeInfo, ResourceAmounts)) -> Self {
        guard let old, old.0.isKnown else { return .nodeAdded }
        var change: Self = []
        if old.1 != new.1 || old.0.extendedAllocatable != new.0.extendedAllocatable { change.insert(.nodeAllocatable) }
        if old.0.labels != new.0.labels { change.insert(.nodeLabels) }
        if old.0.node.spec.unschedulable != new.0.node.spec.unschedulable
            || old.0.repellingTaints != new.0.repellingTaints
        {
            change.insert(.nodeTaints)
        }
        return change
    }
}
