package import API
import ReplicaSets
package import Schema

/// Pods that run to their end, until enough of them succeeded, or too many failed.
///
/// A pod that has ended must be counted exactly once, although it may be deleted at any time. So each carries a
/// finalizer, and counting takes three steps, of which each can be repeated:
/// ```
///   1. its uid goes into status.uncountedTerminatedPods       2. its finalizer is removed
///   3. the uid is taken out again, and the counter goes up by one
/// ```
/// Source: kubernetes.io/docs/concepts/workloads/controllers/job, "Job tracking with finalizers".
/// Left out compared with Kubernetes: Indexed jobs, pod failure and success policies.
package struct JobPlan: Sendable {
    package static let finalizer = "batch.kubernetes.io/job-tracking"

    package private(set) var create = 0
    package private(set) var delete: [Pod] = []
    /// Those that have been noted: to be written after the status.
    package private(set) var removeFinalizer: [Pod] = []
    package private(set) var status: JobStatus
    package private(set) var recheckAfter: Int?

    private let job: Job
    private let now: Time

    /// - Parameter pods: those that belong to the job.
    package init(for job: Job, pods: [Pod], now: Time) {
        self.job = job
        self.now = now
        status = job.status
        count(pods)
        let active = pods.filter(\.isActive)
        status.active = active.count
        status.ready = active.filter(\.isReady).count
        status.terminating = pods.filter { $0.metadata.isBeingDeleted && !$0.isTerminal }.count
        guard !job.isFinished, !job.metadata.isBeingDeleted else {
            delete = job.isFinished ? active : []
            return
        }
        if status.startTime == nil, !isSuspended { status.startTime = now }
        if let end = failure(active) ?? completion(active) { finish(end, active) } else { reconcile(active, pods) }
    }

    // MARK: - Counting

    private var succeeded: Int { status.succeeded + (status.uncountedTerminatedPods?.succeeded.count ?? 0) }
    private var failed: Int { status.failed + (status.uncountedTerminatedPods?.failed.count ?? 0) }

    private mutating func count(_ pods: [Pod]) {
        var noted = status.uncountedTerminatedPods ?? UncountedTerminatedPods()
        let open = Set(pods.filter(\.isTracked).map(\.metadata.uid))
        status.succeeded += noted.succeeded.filter { !open.contains($0) }.count
        status.failed += noted.failed.filter { !open.contains($0) }.count
        noted.succeeded.removeAll { !open.contains($0) }
        noted.failed.removeAll { !open.contains($0) }
        for pod in pods where pod.isTracked && (pod.isTerminal || pod.metadata.isBeingDeleted) {
            removeFinalizer.append(pod)
            let uid = pod.metadata.uid
            if noted.succeeded.contains(uid) || noted.failed.contains(uid) { continue }
            if pod.status.phase == .succeeded {
                noted.succeeded.append(uid)
            } else if pod.isTerminal || !job.isFinished && !isSuspended {
                noted.failed.append(uid)
            }
        }
        status.uncountedTerminatedPods = noted == UncountedTerminatedPods() ? nil : noted
    }

    // MARK: - The end

    private func completion(_ active: [Pod]) -> JobCondition? {
        guard job.wantedCompletions.map({ succeeded >= $0 }) ?? (succeeded > 0 && active.isEmpty) else { return nil }
        return JobCondition(
            "Complete", .true, reason: "CompletionsReached", message: "Reached expected number of succeeded pods")
    }

    private func failure(_ active: [Pod]) -> JobCondition? {
        let restarts =
            job.spec.template.spec.restartPolicy == .onFailure
            ? active.flatMap(\.status.containerStatuses).map(\.restartCount).reduce(0, +) : 0
        if failed + restarts > job.spec.backoffLimit ?? 6 {
            return JobCondition(
                "Failed", .true, reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit")
        }
        if let deadline = job.spec.activeDeadlineSeconds, let start = status.startTime, start + deadline <= now {
            return JobCondition(
                "Failed", .true, reason: "DeadlineExceeded", message: "Job was active longer than specified deadline")
        }
        return nil
    }

    /// Only when all is counted, so that the numbers never change after the end.
    private mutating func finish(_ end: JobCondition, _ active: [Pod]) {
        delete = active
        guard status.uncountedTerminatedPods == nil, active.isEmpty else { return }
        if end.type == "Complete" { status.completionTime = now }
        status.conditions.set(end, at: now)
    }

    // MARK: - On the way

    private var isSuspended: Bool { job.spec.suspend == true }

    private mutating func reconcile(_ active: [Pod], _ pods: [Pod]) {
        if isSuspended {
            delete = active
            status.startTime = nil
            return mark("Suspended", .true, "JobSuspended", "Job suspended")
        }
        if status.conditions.isTrue("Suspended") { mark("Suspended", .false, "JobResumed", "Job resumed") }
        if let deadline = job.spec.activeDeadlineSeconds, let start = status.startTime {
            recheckAfter = max(1, start + deadline - now)
        }
        let missing = wanted(active) - active.count
        if missing < 0 { delete = Array(PodDeletionOrder(related: []).first(-missing, of: active)) }
        guard missing > 0 else { return }
        let delay = backOff(pods)
        if delay > 0 { recheckAfter = min(recheckAfter ?? delay, delay) } else { create = missing }
    }

    private func wanted(_ active: [Pod]) -> Int {
        let parallelism = job.spec.parallelism ?? 1
        guard let completions = job.wantedCompletions else { return succeeded > 0 ? active.count : parallelism }
        return min(completions - succeeded, parallelism)
    }

    private mutating func mark(_ type: String, _ value: ConditionStatus, _ reason: String, _ message: String) {
        if status.conditions[type]?.status == value { return }
        status.conditions.set(JobCondition(type, value, reason: reason, message: message), at: now)
    }

    /// How many seconds to wait before the next pod: 10 after the first failure, then twice as many each time, up to
    /// six minutes.
    private func backOff(_ pods: [Pod]) -> Int {
        guard failed > 0 else { return 0 }
        let ends = pods.filter { $0.status.phase == .failed }
            .flatMap { $0.status.containerStatuses.compactMap(\.state.terminated?.finishedAt) }
        guard let last = ends.max() else { return 0 }
        return max(0, last + min(360, 10 << min(failed - 1, 6)) - now)
    }
}

extension Job {
    /// Nil for a work queue: it is done when one pod succeeded and the others have ended.
    var wantedCompletions: Int? { spec.completions ?? (spec.parallelism == nil ? 1 : nil) }

    package var isFinished: Bool {
        status.conditions.isTrue("Complete") || status.conditions.isTrue("Failed")
    }

    /// When a finished job that doesn't want to stay is to be deleted, in seconds from now.
    package func secondsUntilExpired(now: Time) -> Int? {
        guard isFinished, let seconds = spec.ttlSecondsAfterFinished,
            let end = status.conditions.first(where: { $0.status == .true && ["Complete", "Failed"].contains($0.type) })
        else { return nil }
        return end.lastTransitionTime + seconds - now
    }

    /// A new pod from the template; the server completes its name.
    package var newPod: Pod {
        var pod = Pod()
        pod.metadata = spec.template.metadata
        pod.metadata.generateName = name + "-"
        pod.metadata.namespace = namespace
        pod.metadata.labels["batch.kubernetes.io/job-name"] = name
        pod.metadata.labels["batch.kubernetes.io/controller-uid"] = metadata.uid
        pod.metadata.labels["job-name"] = name
        pod.metadata.labels["controller-uid"] = metadata.uid
        pod.metadata.finalizers.append(JobPlan.finalizer)
        pod.metadata.ownerReferences = [OwnerReference(controller: self)]
        pod.spec = spec.template.spec
        return pod
    }
}

extension Pod {
    fileprivate var isTracked: Bool { metadata.finalizers.contains(JobPlan.finalizer) }

    /// The pod, counted.
    package var untracked: Pod {
        var pod = self
        pod.metadata.finalizers.removeAll { $0 == JobPlan.finalizer }
        return pod
    }
}
