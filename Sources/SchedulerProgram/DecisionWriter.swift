import API
import Client
import Logging
import Metrics
import SchedulerContract
import Schema

/// Tells the API server what was decided.
struct DecisionWriter: Sendable {
    let client: ClusterClient
    let extenders: Extenders
    let events: EventRecorder
    let metrics: SchedulerMetrics
    let logger: Logger

    /// Binds the pod, with its uid: one of the same name that was created meanwhile is another pod.
    /// - Returns: whether the API server accepted.
    func bind(_ pod: Pod, to node: String) async -> Bool {
        let started = ContinuousClock.now
        do {
            if let binder = extenders.binder(of: pod) {
                try await binder.bind(pod, to: node)
            } else {
                try await client.create(
                    binding(pod, to: node), as: "binding", of: Pod.self, pod.metadata.name,
                    namespace: pod.metadata.namespace)
            }
        } catch {
            refused(pod, node, error)
            return false
        }
        metrics.bindingDuration.observe(duration: ContinuousClock.now - started)
        metrics.attempts.increment("scheduled")
        events.record(
            pod, reason: "Scheduled",
            message: "Successfully assigned \(pod.metadata.key) to \(node)")
        return true
    }

    private func binding(_ pod: Pod, to node: String) -> Binding {
        var binding = Binding()
        binding.metadata.name = pod.metadata.name
        binding.metadata.namespace = pod.metadata.namespace
        binding.metadata.uid = pod.metadata.uid
        binding.target.kind = "Node"
        binding.target.name = node
        return binding
    }

    /// Gives the pod's claims volumes, or has them made.
    /// - Returns: whether the API server accepted.
    func bindVolumes(_ choices: [VolumeChoice], of pod: Pod, on node: String) async -> Bool {
        do {
            try await VolumeBinder(client: client).bind(choices, of: pod, on: node)
            return true
        } catch {
            refused(pod, node, error)
            return false
        }
    }

    private func refused(_ pod: Pod, _ node: String, _ error: any Error) {
        metrics.attempts.increment("error")
        if (error as? Status)?.isNotFound == true { return }
        logger.warning(
            "binding failed", metadata: ["pod": "\(pod.metadata.key)", "node": "\(node)", "error": "\(error)"])
    }

    /// Says why the pod waits, as an event and as the pod's condition, which autoscalers and people read.
    /// - Parameter nominatedNode: where room is being made for it.
    func markUnschedulable(_ pod: Pod, _ error: FitError, nominatedNode: String? = nil) async {
        metrics.attempts.increment("unschedulable")
        await mark(pod, reason: "Unschedulable", error.description) { changed in
            if let nominatedNode {
                changed.status.nominatedNodeName = nominatedNode
            } else if case .failed = error.preemption {
                changed.status.nominatedNodeName = ""
            }
        }
    }

    /// The attempt came to no end: that says nothing about the pod, which is tried again.
    func markFailed(_ pod: Pod, _ why: String) async {
        metrics.attempts.increment("error")
        logger.warning("attempt failed", metadata: ["pod": "\(pod.metadata.key)", "error": "\(why)"])
        await mark(pod, reason: "SchedulerError", why) { _ in }
    }

    private func mark(_ pod: Pod, reason: String, _ message: String, _ change: (inout Pod) -> Void) async {
        events.record(pod, type: .warning, reason: "FailedScheduling", message: message)
        var changed = pod
        changed.status.conditions.set(
            PodCondition(.podScheduled, .false, reason: reason, message: message), at: .now)
        change(&changed)
        do {
            try await client.patchStatus(from: pod, to: changed)
        } catch {
            logger.debug(
                "condition not written", metadata: ["pod": "\(pod.metadata.key)", "error": "\(error)"])
        }
    }

    /// Asks pods to end so that a more important one finds room.
    /// - Returns: whether the API server accepted. Those that are gone already count as removed.
    func remove(_ victims: [Pod], for pod: Pod, on node: String) async -> Bool {
        var isDone = true
        for victim in victims where !victim.metadata.isBeingDeleted {
            do {
                try await remove(victim, for: pod)
                events.record(
                    victim, reason: "Preempted", message: "Preempted by pod \(pod.metadata.uid) on node \(node)")
            } catch let status as Status where status.isNotFound {
                continue
            } catch {
                isDone = false
                logger.warning(
                    "preemption failed",
                    metadata: [
                        "pod": "\(pod.metadata.key)", "victim": "\(victim.metadata.key)", "error": "\(error)",
                    ])
            }
        }
        return isDone
    }

    /// The condition first: whoever sees the pod end also sees why, and a Job doesn't count it as a failure.
    private func remove(_ victim: Pod, for pod: Pod) async throws {
        var condemned = victim
        condemned.status.conditions.set(
            PodCondition(
                .disruptionTarget, .true, reason: "PreemptionByScheduler",
                message: "\(pod.spec.schedulerName): preempting to accommodate a higher priority pod"), at: .now)
        try await client.patchStatus(from: victim, to: condemned)
        try await client.delete(
            Pod.self, victim.metadata.name, namespace: victim.metadata.namespace,
            options: DeleteOptions(uid: victim.metadata.uid))
    }
}
