import API
import Client
import CRI
import Kubelet
import Schema
import Synchronization

/// How a pod's worker does what ``PodDecision`` asks for: each action is a call or two of the container runtime.
///
/// What fails is remembered, shown in the status and told as an event; when it is tried again is the decision's matter.
extension PodWorker {
    func perform(_ actions: [PodDecision.Action], _ pod: Pod, _ observation: PodObservation) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for action in actions {
                group.addTask { try await self.perform(action, pod, observation) }
            }
        }
    }

    private func perform(_ action: PodDecision.Action, _ pod: Pod, _ observation: PodObservation) async throws {
        switch action {
        case .createSandbox(let attempt):
            await createSandbox(pod, attempt: attempt)
        case .start(let start): await self.start(start, pod, observation)
        case .stop(let id, let name, let reason): try await stop(id, name, reason, pod)
        case .stopSandbox(let id):
            var request = StopPodSandboxRequest()
            request.podSandboxID = id
            _ = try await parts.runtime.stopPodSandbox(request)
        case .removeSandbox(let id): try await remove(sandbox: id)
        case .removeContainer(let container): try await remove(container, pod)
        }
    }

    private func createSandbox(_ pod: Pod, attempt: Int) async {
        do throws(StartError) {
            try await parts.starter.createSandbox(pod, attempt: attempt)
            state.withLock { $0.memory.sandboxFailure = nil }
        } catch {
            event(pod, .warning, error.reason, "Failed to create pod sandbox: \(error.message)")
            state.withLock { state in
                state.memory.sandboxFailure = StartFailure(
                    reason: error.reason, message: error.message, previous: state.memory.sandboxFailure,
                    now: parts.now())
            }
        }
    }

    private func remove(_ container: PodObservation.Container, _ pod: Pod) async throws {
        var request = RemoveContainerRequest()
        request.containerID = container.id
        _ = try await parts.runtime.removeContainer(request)
        lastWords.forget(container, pod)
    }

    func remove(sandbox id: String) async throws {
        var stop = StopPodSandboxRequest()
        stop.podSandboxID = id
        _ = try await parts.runtime.stopPodSandbox(stop)
        var remove = RemovePodSandboxRequest()
        remove.podSandboxID = id
        _ = try await parts.runtime.removePodSandbox(remove)
    }

    private func start(_ start: PodDecision.Start, _ pod: Pod, _ observation: PodObservation) async {
        let containers = pod.spec.initContainers + pod.spec.containers
        guard let container = containers.first(where: { $0.name == start.name }), let sandbox = observation.sandbox
        else {
            return
        }
        let previous = observation.container(start.name)
        await parts.objects.refresh(for: pod)
        do throws(StartError) {
            try await parts.starter.start(container, attempt: start.attempt, of: pod, sandbox: sandbox)
            started(container, previous)
            event(pod, .normal, "Created", "Created container: \(container.name)")
            event(pod, .normal, "Started", "Started container \(container.name)")
            await runPostStart(container, pod)
        } catch {
            failed(container, error)
            tell(error, container, pod)
        }
    }

    private func started(_ container: API.Container, _ previous: PodObservation.Container?) {
        state.withLock { state in
            state.memory.failures[container.name] = nil
            guard let previous else { return }
            let ran = previous.finishedAt - previous.startedAt
            state.memory.backOffs[container.name, default: CrashLoopBackOff()].restarted(afterRunning: ran)
        }
    }

    private func tell(_ error: StartError, _ container: API.Container, _ pod: Pod) {
        guard error.reason == "ErrImagePull" else {
            return event(pod, .warning, "Failed", "Error: \(error.message)")
        }
        event(pod, .warning, "Failed", "Failed to pull image \"\(container.image)\": \(error.message)")
        event(pod, .warning, "Failed", "Error: \(error.reason)")
    }

    private func failed(_ container: API.Container, _ error: StartError) {
        state.withLock { state in
            let previous = state.memory.failures[container.name]
            state.memory.failures[container.name] = StartFailure(
                reason: error.reason, message: error.message, image: container.image, previous: previous,
                now: parts.now())
        }
    }

    // MARK: Stopping

    private func stop(_ id: String, _ name: String, _ reason: String, _ pod: Pod) async throws {
        event(
            pod, .normal, "Killing",
            reason == "Killing" ? "Stopping container \(name)" : "Container \(name) \(reason), will be restarted")
        let deadline = stopDeadline(pod)
        if let container = (pod.spec.initContainers + pod.spec.containers).first(where: { $0.name == name }) {
            await runHook(container.lifecycle?.preStop, container, pod, until: deadline)
        }
        var request = StopContainerRequest()
        request.containerID = id
        request.timeout = Int(max(.zero, deadline - ContinuousClock.now).components.seconds)
        _ = try await parts.runtime.stopContainer(request)
    }

    /// The grace period counts from the first stop of a pod that is being deleted; every other stop has its own.
    private func stopDeadline(_ pod: Pod) -> ContinuousClock.Instant {
        let seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
        let deadline = ContinuousClock.now + .seconds(seconds)
        guard pod.metadata.deletionTimestamp != nil else { return deadline }
        return state.withLock { state in
            let stopBy = min(state.stopBy ?? deadline, deadline)
            state.stopBy = stopBy
            return stopBy
        }
    }

    /// A container whose hook fails isn't what its author wanted: it is stopped, and starts again by its policy.
    private func runPostStart(_ container: API.Container, _ pod: Pod) async {
        guard await !runHook(container.lifecycle?.postStart, container, pod) else { return }
        do {
            guard let id = try await latest(container.name) else { return }
            try await stop(id, container.name, "failed postStart hook", pod)
        } catch {
            event(pod, .warning, "FailedKillPod", "\(error)")
        }
    }

    /// - Returns: false when it failed.
    @discardableResult
    private func runHook(
        _ hook: LifecycleHandler?, _ container: API.Container, _ pod: Pod,
        until deadline: ContinuousClock.Instant? = nil
    ) async -> Bool {
        guard let hook, let id = try? await latest(container.name) else { return true }
        let address = sandbox?.address ?? ""
        let limit = deadline.map { max(.seconds(1), $0 - ContinuousClock.now) } ?? .seconds(30)
        do {
            try await HookRunner(runtime: parts.runtime).run(hook, container, id: id, address: address, limit: limit)
            return true
        } catch {
            event(pod, .warning, deadline == nil ? "FailedPostStartHook" : "FailedPreStopHook", "\(error)")
            return false
        }
    }

    private func latest(_ name: String) async throws -> String? {
        try await parts.view.observe(uid: uid).container(name)?.id
    }
}
