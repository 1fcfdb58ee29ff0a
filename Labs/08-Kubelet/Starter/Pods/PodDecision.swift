package import API
package import KubeletContract
import LabWorker
package import Schema

/// What must be done next for a pod, out of what it should be and what it is.
///
/// ```
///                        ┌─ being deleted, or ended ─▶ stop containers ─▶ stop sandbox ─▶ finished
///   spec + observation ──┤
///                        └─ alive ─▶ sandbox ─▶ init containers, one after the other ─▶ containers, all at once
/// ```
/// Level, not edge: it is asked again after every step, and whenever anything may have changed. The same input gives
/// the same answer, so a kubelet that was killed goes on where the last one stopped.
///
/// Here is how a pod comes to run; ``PodDecision/stop()`` is how it ends. Source: kubernetes.io/docs/concepts/workloads/pods,
/// "Init Containers" and "Pod Lifecycle".
package struct PodDecision: Sendable, Hashable {
    package internal(set) var plan = PodPlan()

    let pod: Pod
    let observed: PodObservation
    let memory: PodMemory
    let now: Time

    /// - Parameter isStopping: the pod is being deleted, was evicted, or has run out of its deadline.
    package init(_ pod: Pod, _ observed: PodObservation, _ memory: PodMemory, isStopping: Bool, now: Time) {
        self.pod = pod
        self.observed = observed
        self.memory = memory
        self.now = now
        if isStopping || hasEnded { stop() } else { run() }
    }

    /// First the sandbox, then the init containers, then the containers proper; what is right already is left alone.
    private mutating func run() {
        // Lab 08, step 1: yours to write.
        notWritten()
    }

    /// One after the other: each is considered until it has ended with 0, and only then the next.
    ///
    /// A sidecar is an init container that stays: the next one begins when it has started. Once the containers proper have
    /// begun in this sandbox, the others are history; sidecars are not.
    /// - Returns: true when the containers proper may start.
    private mutating func startInitContainers(in sandbox: PodObservation.Sandbox) -> Bool {
        // Lab 08, step 1: yours to write.
        notWritten()
    }

    /// What init containers have prepared is gone with their sandbox.
    private func isDone(_ container: Container, in sandbox: PodObservation.Sandbox) -> Bool {
        guard let last = observed.container(container.name) else { return false }
        return last.sandbox == sandbox.id && last.exitCode == 0
    }

    /// A sidecar is started when it runs and its startup probe, if any, has succeeded.
    private func isStarted(_ container: Container) -> Bool {
        guard let current = observed.container(container.name), current.isRunning else { return false }
        return container.startupProbe == nil || memory.probes[current.id]?.startup == .success
    }

    // MARK: One container

    /// Starts, restarts or stops it, or finds that it is right as it is.
    private mutating func consider(_ container: Container, in sandbox: PodObservation.Sandbox) {
        guard let last = observed.container(container.name) else { return start(container, attempt: 0) }
        switch last.state {
        case .running:
            guard let reason = memory.probes[last.id]?.reasonToStop else { return }
            plan.actions.append(.stop(id: last.id, name: container.name, because: reason))
        case .created:
            // Made, but not started: the kubelet was interrupted. A new attempt replaces it.
            start(container, attempt: last.attempt + 1)
        case .exited(let code, _, _):
            let isUndone = pod.isInit(container) && last.sandbox != sandbox.id
            guard isUndone || RestartRule.restarts(container, of: pod, after: code) else { return }
            let due = (memory.backOffs[container.name] ?? CrashLoopBackOff())
                .earliestRestart(start: last.startedAt, end: last.finishedAt)
            if due <= now { start(container, attempt: last.attempt + 1) } else { wake(at: due) }
        }
    }

    private mutating func start(_ container: Container, attempt: Int) {
        let failure = memory.failures[container.name]
        if let failure, failure.retryAt > now, failure.image == container.image {
            return wake(at: failure.wake(after: now))
        }
        plan.actions.append(.start(name: container.name, attempt: attempt))
    }

    private mutating func wake(at time: Time) { plan.wakeAt = min(plan.wakeAt ?? time, time) }

    // MARK: The sandbox

    /// Whatever still runs in an earlier one is stopped first.
    private mutating func makeSandbox() {
        plan.actions = observed.running.map { .stop(id: $0.id, name: $0.name, because: .sandboxChanged) }
        guard plan.actions.isEmpty else { return }
        if let failure = memory.sandboxFailure, failure.retryAt > now { return wake(at: failure.retryAt) }
        plan.actions = [.createSandbox(attempt: observed.sandboxes.map { $0.attempt + 1 }.max() ?? 0)]
    }

    /// Earlier sandboxes and attempts. A sandbox is kept until all its containers have successors: they say what has ended,
    /// and how often. Of each name the last container and the one before it are kept: for `kubectl logs --previous`.
    private mutating func removeRemains(of sandbox: PodObservation.Sandbox) {
        let containers = pod.spec.initContainers + pod.spec.containers
        let kept = containers.compactMap { observed.container($0.name)?.sandbox } + [sandbox.id]
        plan.actions = observed.sandboxes.filter { !kept.contains($0.id) }.map { .removeSandbox(id: $0.id) }
        let outdated = observed.containers.filter { container in
            let later = observed.containers.count { $0.name == container.name && $0.attempt > container.attempt }
            return later >= 2 && !container.isRunning
        }
        plan.actions += outdated.map { .removeContainer($0) }
    }
}

extension Container {
    /// An init container that goes on running beside the others. Source: KEP-753.
    package var isSidecar: Bool { restartPolicy == .always }
}

extension Pod {
    func isInit(_ container: Container) -> Bool { spec.initContainers.contains { $0.name == container.name } }
}
