import API
import Client
import CRI
import Kubelet
import KubeletContract
import Schema
import Synchronization

/// How a pod's worker does what ``PodDecision`` asks for: each action is a call or two of the container runtime.
///
/// What fails is remembered, shown in the status and told as an event; when it is tried again is the decision's matter.
extension PodWorker {
    func perform(_ actions: [PodAction], _ pod: Pod, _ observation: PodObservation) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for action in actions {
                group.addTask { try await self.perform(action, pod, observation) }
            }
        }
    }

    private func perform(_ action: PodAction, _ pod: Pod, _ observation: PodObservation) async throws {
        switch action {
        case .createSandbox(let attempt):
            await createSandbox(pod, attempt: attempt)
        case .start(let name, let attempt): await start(name, attempt: attempt, pod, observation)
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
            state.withLock {
                $0.memory.sandboxFailed(reason: error.reason, message: error.message, now: parts.now())
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

    private func start(_ name: String, attempt: Int, _ pod: Pod, _ observation: PodObservation) async {
        guard let container = pod.container(name), let sandbox = observation.sandbox else { return }
        await parts.objects.refresh(for: pod)
        do throws(StartError) {
            try await parts.starter.start(container, attempt: attempt, of: pod, sandbox: sandbox)
            state.withLock { $0.memory.started(name, after: observation.container(name)) }
            event(pod, .normal, "Created", "Created container: \(container.name)")
            event(pod, .normal, "Started", "Started container \(container.name)")
            await runPostStart(container, pod)
        } catch {
            state.withLock {
                $0.memory.failed(
                    name, image: container.image, reason: error.reason, message: error.message, now: parts.now())
            }
            tell(error, container, pod)
        }
    }

    private func tell(_ error: StartError, _ container: API.Container, _ pod: Pod) {
        guard error.reason == "ErrImagePull" else {
            return event(pod, .warning, "Failed", "Error: \(error.message)")
        }
        event(pod, .warning, "Failed", "Failed to pull image \"\(container.image)\": \(error.message)")
        event(pod, .warning, "Failed", "Error: \(error.reason)")
    }

    // MARK: Stopping

    private func stop(_ id: String, _ name: String, _ reason: StopReason, _ pod: Pod) async throws {
        event(pod, .normal, "Killing", reason.message(name))
        let period = GracePeriod(pod, stopping: name, because: reason)
        let begun = beginsToStop(pod)
        if period.allowsHook, let container = pod.container(name) {
            await runHook(container.lifecycle?.preStop, container, pod, until: begun + .seconds(period.seconds))
        }
        var request = StopContainerRequest()
        request.containerID = id
        request.timeout = period.left(after: Int((ContinuousClock.now - begun).components.seconds))
        _ = try await parts.runtime.stopContainer(request)
    }

    /// The grace period counts from the first stop of a pod that is being deleted; every other stop has its own.
    private func beginsToStop(_ pod: Pod) -> ContinuousClock.Instant {
        guard pod.metadata.deletionTimestamp != nil else { return .now }
        return state.withLock { state in
            let begun = state.stopsSince ?? .now
            state.stopsSince = begun
            return begun
        }
    }

    /// A container whose hook fails isn't what its author wanted: it is stopped, and starts again by its policy.
    private func runPostStart(_ container: API.Container, _ pod: Pod) async {
        guard await !runHook(container.lifecycle?.postStart, container, pod) else { return }
        do {
            guard let id = try await latest(container.name) else { return }
            try await stop(id, container.name, .postStartHook, pod)
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

extension Pod {
    fileprivate func container(_ name: String) -> API.Container? {
        (spec.initContainers + spec.containers).first { $0.name == name }
    }
}

extension StopReason {
    /// For people, as Kubernetes says it.
    fileprivate func message(_ container: String) -> String {
        switch self {
        case .podEnds: "Stopping container \(container)"
        case .sandboxChanged: "Container \(container) SandboxChanged, will be restarted"
        case .livenessProbe: "Container \(container) failed liveness probe, will be restarted"
        case .startupProbe: "Container \(container) failed startup probe, will be restarted"
        case .postStartHook: "Container \(container) failed postStart hook, will be restarted"
        }
    }
}
