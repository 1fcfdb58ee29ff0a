package import API
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
package struct PodDecision: Sendable, Hashable {
    package enum Action: Sendable, Hashable {
        case createSandbox(attempt: Int)
        case start(Start)
        /// Stop a container; the reason stands in the event.
        case stop(id: String, name: String, reason: String)
        case stopSandbox(id: String)
        case removeSandbox(id: String)
        /// A container that nobody will ask for again.
        case removeContainer(PodObservation.Container)
    }

    package struct Start: Sendable, Hashable {
        package var name: String
        package var attempt: Int
        package var isInit: Bool
    }

    /// To be done now, in this order.
    package var actions: [Action] = []
    /// When something is due that no event announces: the end of a back-off.
    package var wakeAt: Time?
    /// Everything has ended, and nothing is left in the runtime.
    package var isFinished = false

    private let pod: Pod
    private let observed: PodObservation
    private let memory: PodMemory
    private let now: Time

    /// - Parameter isStopping: the pod is being deleted, was evicted, or has run out of its deadline.
    package init(_ pod: Pod, _ observed: PodObservation, _ memory: PodMemory, isStopping: Bool, now: Time) {
        self.pod = pod
        self.observed = observed
        self.memory = memory
        self.now = now
        if isStopping || hasEnded || Self.isOver(pod.status.phase) { stop() } else { run() }
    }

    // MARK: Ending

    private mutating func stop() {
        // Sidecars serve the others to the end: they go last, in reverse order.
        let sidecars = pod.spec.initContainers.filter(\.isSidecar).map(\.name)
        let first = observed.running.filter { !sidecars.contains($0.name) }
        let next = first.isEmpty ? observed.running.filter { $0.name == sidecars.last(where: isRunning) } : first
        actions = next.map { .stop(id: $0.id, name: $0.name, reason: "Killing") }
        guard actions.isEmpty else { return }
        actions = observed.sandboxes.filter(\.isReady).map { .stopSandbox(id: $0.id) }
        isFinished = actions.isEmpty
    }

    private func isRunning(_ name: String) -> Bool { observed.running.contains { $0.name == name } }

    /// What was reported as the end stays the end, even when the runtime has forgotten the containers.
    private static func isOver(_ phase: PodPhase) -> Bool { phase == .succeeded || phase == .failed }

    /// Every container has ended and, by the restart policy, stays so.
    private var hasEnded: Bool {
        if hasFailedInit { return observed.running.isEmpty || pod.spec.restartPolicy == .never }
        return pod.spec.containers.allSatisfy { container in
            guard let last = observed.container(container.name), let code = last.exitCode else { return false }
            return !Self.restarts(pod.spec.restartPolicy, code)
        }
    }

    private var hasFailedInit: Bool {
        pod.spec.restartPolicy == .never
            && pod.spec.initContainers.contains { container in
                !container.isSidecar && (observed.container(container.name)?.exitCode ?? 0) != 0
            }
    }

    private static func restarts(_ policy: RestartPolicy, _ exitCode: Int) -> Bool {
        switch policy {
        case .never: false
        case .onFailure: exitCode != 0
        default: true
        }
    }

    // MARK: Running

    private mutating func run() {
        guard let sandbox = observed.sandbox else { return makeSandbox() }
        actions = observed.sandboxes.filter { $0.id != sandbox.id && !isRemembered($0) }.map {
            .removeSandbox(id: $0.id)
        }
        actions += outdated.map { .removeContainer($0) }
        guard startInitContainers(sandbox) else { return }
        for container in pod.spec.containers { consider(container, isInit: false, sandbox) }
    }

    /// An earlier sandbox is kept until all its containers have successors: they say what has ended, and how often.
    private func isRemembered(_ sandbox: PodObservation.Sandbox) -> Bool {
        (pod.spec.initContainers + pod.spec.containers).contains { observed.container($0.name)?.sandbox == sandbox.id }
    }

    /// Of each name the last container and the one before it are kept: for `kubectl logs --previous`.
    private var outdated: [PodObservation.Container] {
        observed.containers.filter { container in
            let later = observed.containers.count { $0.name == container.name && $0.attempt > container.attempt }
            return later >= 2 && !container.isRunning
        }
    }

    private mutating func makeSandbox() {
        if !observed.running.isEmpty {
            actions = observed.running.map { .stop(id: $0.id, name: $0.name, reason: "SandboxChanged") }
            return
        }
        if let failure = memory.sandboxFailure, failure.retryAt > now {
            return wake(at: failure.retryAt)
        }
        let attempt = observed.sandboxes.map { $0.attempt + 1 }.max() ?? 0
        actions = [.createSandbox(attempt: attempt)]
    }

    /// Returns true when the init containers are through.
    private mutating func startInitContainers(_ sandbox: PodObservation.Sandbox) -> Bool {
        // Once the containers proper have started in this sandbox, init containers are history; sidecars are not.
        let hasBegun = pod.spec.containers.contains { container in
            observed.container(container.name).map { $0.sandbox == sandbox.id } ?? false
        }
        for container in pod.spec.initContainers {
            if container.isSidecar {
                consider(container, isInit: true, sandbox)
                guard hasBegun || isStarted(container) else { return false }
                continue
            }
            if hasBegun { continue }
            guard let last = observed.container(container.name), last.sandbox == sandbox.id, last.exitCode == 0 else {
                consider(container, isInit: true, sandbox)
                return false
            }
        }
        return true
    }

    /// A sidecar is started when it runs and its startup probe, if any, has succeeded.
    private func isStarted(_ container: Container) -> Bool {
        guard let current = observed.container(container.name), current.isRunning else { return false }
        guard container.startupProbe != nil else { return true }
        return memory.probes[current.id]?.startup == .success
    }

    /// Starts, restarts or stops one container, or finds that it is right as it is.
    private mutating func consider(_ container: Container, isInit: Bool, _ sandbox: PodObservation.Sandbox) {
        guard let last = observed.container(container.name) else { return start(container, attempt: 0, isInit: isInit) }
        switch last.state {
        case .running:
            if let reason = unhealthy(last) { actions.append(.stop(id: last.id, name: container.name, reason: reason)) }
        case .created:
            // Made, but not started: the kubelet was interrupted. A new attempt replaces it.
            start(container, attempt: last.attempt + 1, isInit: isInit)
        case .exited(let code, _, _):
            let policy =
                isInit && !container.isSidecar && pod.spec.restartPolicy == .always
                ? .onFailure : container.isSidecar ? .always : pod.spec.restartPolicy
            // What init containers have prepared is gone with their sandbox.
            let isUndone = isInit && last.sandbox != sandbox.id
            guard Self.restarts(policy, code) || isUndone else { return }
            restart(container, last, isInit: isInit)
        }
    }

    private func unhealthy(_ container: PodObservation.Container) -> String? {
        guard let probes = memory.probes[container.id] else { return nil }
        if probes.startup == .failure { return "failed startup probe" }
        return probes.liveness == .failure ? "failed liveness probe" : nil
    }

    private mutating func restart(_ container: Container, _ last: PodObservation.Container, isInit: Bool) {
        let backOff = memory.backOffs[container.name] ?? CrashLoopBackOff()
        let due = backOff.earliestRestart(start: last.startedAt, end: last.finishedAt)
        guard due <= now else { return wake(at: due) }
        start(container, attempt: last.attempt + 1, isInit: isInit)
    }

    private mutating func start(_ container: Container, attempt: Int, isInit: Bool) {
        let failure = memory.failures[container.name]
        if let failure, failure.retryAt > now, failure.image == container.image {
            return wake(at: failure.wake(after: now))
        }
        actions.append(.start(Start(name: container.name, attempt: attempt, isInit: isInit)))
    }

    private mutating func wake(at time: Time) { wakeAt = min(wakeAt ?? time, time) }
}

extension Container {
    /// An init container that goes on running beside the others. Source: KEP-753.
    package var isSidecar: Bool { restartPolicy == .always }
}
