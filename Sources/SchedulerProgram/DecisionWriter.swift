import API
import Client
import Logging
import Metrics
import SchedulerContract
import Schema

/// Tells the API server what was decided.
struct DecisionWriter: Sendable {
    let client: ClusterClient
    let events: EventRecorder
    let metrics: SchedulerMetrics
    let logger: Logger

    /// Binds the pod, with its uid: one of the same name that was created meanwhile is another pod.
    /// - Returns: whether the API server accepted.
    func bind(_ pod: Pod, to node: String) async -> Bool {
        var binding = Binding()
        binding.metadata.name = pod.metadata.name
        binding.metadata.namespace = pod.metadata.namespace
        binding.metadata.uid = pod.metadata.uid
        binding.target.kind = "Node"
        binding.target.name = node
        let started = ContinuousClock.now
        do {
            try await client.create(
                binding, as: "binding", of: Pod.self, pod.metadata.name, namespace: pod.metadata.namespace)
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
        let message = error.description
        events.record(pod, type: .warning, reason: "FailedScheduling", message: message)
        var changed = pod
        changed.status.conditions.set(
            PodCondition(.podScheduled, .false, reason: "Unschedulable", message: message), at: .now)
        if let nominatedNode {
            changed.status.nominatedNodeName = nominatedNode
        } else if case .failed = error.preemption {
            changed.status.nominatedNodeName = ""
        }
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
