import API
import Client
import CRI
import Kubelet
import Linux
import Logging
import Schema
import Synchronization

/// The loop of one pod: look, decide, do, report; then wait until something may have changed.
///
/// ```
///          ┌───────────────────────── woken ──────────────────────────┐
///          ▼                                                          │
///   observe the runtime ─▶ PodDecision ─▶ do its actions ─▶ PodReport ┘─▶ status to the API server
/// ```
final class PodWorker: Sendable {
    /// What all workers share.
    struct Parts: Sendable {
        let client: ClusterClient
        let runtime: RuntimeClient
        let view: RuntimeView
        let starter: ContainerStarter
        let volumes: VolumeMounter
        let objects: ReferencedObjects
        let tokens: TokenStore
        let events: EventRecorder
        let settings: KubeletSettings
        let now: @Sendable () -> Time
        let logger: Logger
    }

    fileprivate struct State {
        var pod: Pod
        var memory = PodMemory()
        /// The API server doesn't have the pod any more.
        var hasVanished = false
        /// When a deletion's grace period ends for this kubelet.
        var stopBy: ContinuousClock.Instant?
        var observation = PodObservation()
        /// The status that the API server was last given.
        var reported: PodStatus?
    }

    let uid: String
    private let parts: Parts
    private let state: Mutex<State>
    private let signal = Client.Signal()
    private let prober: Prober

    init(_ pod: Pod, _ parts: Parts) {
        uid = pod.metadata.uid
        self.parts = parts
        state = Mutex(State(pod: pod))
        prober = Prober(parts.runtime)
    }

    var pod: Pod { state.withLock(\.pod) }

    func update(_ pod: Pod) {
        state.withLock { state in
            state.pod = pod
        }
        wake()
    }

    func vanish() {
        state.withLock { $0.hasVanished = true }
        wake()
    }

    func wake() { signal.raise() }

    /// The container that runs under a name, or the last that did.
    func container(_ name: String) -> PodObservation.Container? { state.withLock { $0.observation.container(name) } }
    func previous(_ name: String) -> PodObservation.Container? { state.withLock { $0.observation.previous(name) } }
    var sandbox: PodObservation.Sandbox? { state.withLock { $0.observation.sandbox } }

    // MARK: The loop

    /// Until the pod is gone and nothing of it is left.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.prober.run { self.probed($0, $1) } }
            await loop()
            group.cancelAll()
        }
    }

    private func loop() async {
        var backOff = BackOff(initial: .milliseconds(200), maximum: .seconds(10))
        while !Task.isCancelled {
            do {
                guard let pause = try await step() else { return }
                backOff.reset()
                await signal.wait(until: pause)
            } catch {
                log(.warning, "pod not in order", error)
                await signal.wait(until: .now + backOff.next())
            }
        }
    }

    /// Brings the pod one round nearer to what it should be.
    ///
    /// - Returns: until when nothing is to be done, at most; nil when the worker's work is over.
    private func step() async throws -> ContinuousClock.Instant?? {
        var rounds = 0
        while true {
            let observation = try await parts.view.observe(uid: uid)
            state.withLock { $0.observation = observation }
            let (pod, memory, isStopping) = state.withLock { ($0.pod, $0.memory, $0.isStopping) }
            prober.follow(pod, observation)
            let decision = PodDecision(pod, observation, memory, isStopping: isStopping, now: parts.now())
            if decision.isFinished { return try await finish(pod, observation, isStopping: isStopping) }
            await report(pod, observation, isStopping: isStopping)
            guard !decision.actions.isEmpty, rounds < 32 else { return .some(instant(decision.wakeAt)) }
            rounds += 1
            try await perform(decision.actions, pod, observation)
        }
    }

    /// Volumes are looked at again once in a while, because the objects they are made of may have changed.
    private func instant(_ time: Time?) -> ContinuousClock.Instant {
        let seconds = min(time.map { max(0, $0 - parts.now()) } ?? 60, 60)
        return .now + .seconds(seconds) + .milliseconds(50)
    }

    /// The pod has ended. Says true when the worker may end, too.
    private func finish(
        _ pod: Pod, _ observation: PodObservation, isStopping: Bool
    ) async throws -> ContinuousClock.Instant?? {
        await report(pod, observation, isStopping: isStopping)
        guard isStopping else { return .some(.now + .seconds(60)) }
        for sandbox in observation.sandboxes { try await remove(sandbox.id) }
        try parts.volumes.removeFolders(of: uid)
        try? removeTree(parts.settings.podLogFolder(pod))  // Logs of a pod that is gone; nothing depends on them.
        parts.tokens.forget(pod: uid)
        if !state.withLock(\.hasVanished) { try await confirmDeletion(pod) }
        return .none
    }

    /// The second half of a graceful deletion: the kubelet says that nothing runs any more.
    private func confirmDeletion(_ pod: Pod) async throws {
        do {
            try await parts.client.delete(
                Pod.self, pod.metadata.name, namespace: pod.metadata.namespace,
                options: DeleteOptions(gracePeriodSeconds: 0, uid: uid))
        } catch let error as Status where error.reason == .notFound || error.reason == .conflict {
            return  // It is gone already.
        }
    }

    // MARK: Actions

    private func perform(_ actions: [PodDecision.Action], _ pod: Pod, _ observation: PodObservation) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for action in actions {
                group.addTask { try await self.perform(action, pod, observation) }
            }
        }
    }

    private func perform(_ action: PodDecision.Action, _ pod: Pod, _ observation: PodObservation) async throws {
        switch action {
        case .createSandbox(let attempt):
            do throws(StartError) { try await parts.starter.createSandbox(pod, attempt: attempt) } catch {
                event(pod, .warning, error.reason, "Failed to create pod sandbox: \(error.message)")
                throw error
            }
        case .start(let start): await self.start(start, pod, observation)
        case .stop(let id, let name, let reason): try await stop(id, name, reason, pod)
        case .stopSandbox(let id):
            var request = StopPodSandboxRequest()
            request.podSandboxID = id
            _ = try await parts.runtime.stopPodSandbox(request)
        case .removeSandbox(let id): try await remove(id)
        }
    }

    private func remove(_ id: String) async throws {
        var stop = StopPodSandboxRequest()
        stop.podSandboxID = id
        _ = try await parts.runtime.stopPodSandbox(stop)
        var remove = RemovePodSandboxRequest()
        remove.podSandboxID = id
        _ = try await parts.runtime.removePodSandbox(remove)
    }

    private func start(_ start: PodDecision.Start, _ pod: Pod, _ observation: PodObservation) async {
        let containers = pod.spec.initContainers + pod.spec.containers
        guard let container = containers.first(where: { $0.name == start.name }), let sandbox = observation.sandbox else {
            return
        }
        let previous = observation.container(start.name)
        await parts.objects.refresh(for: pod)
        do throws(StartError) {
            try await parts.starter.start(container, attempt: start.attempt, of: pod, sandbox: sandbox)
            started(container, previous)
            event(pod, .normal, "Started", "Started container \(container.name)")
            await runHook(container.lifecycle?.postStart, container, pod)
        } catch {
            failed(container, error)
            let reason = error.reason == "ErrImagePull" ? "Failed" : error.reason
            event(pod, .warning, reason, "Error: \(error.message)")
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

    private func failed(_ container: API.Container, _ error: StartError) {
        state.withLock { state in
            let previous = state.memory.failures[container.name]
            state.memory.failures[container.name] = StartFailure(
                reason: error.reason, message: error.message, previous: previous, now: parts.now())
        }
    }

    // MARK: Stopping

    private func stop(_ id: String, _ name: String, _ reason: String, _ pod: Pod) async throws {
        event(pod, .normal, "Killing", reason == "Killing" ? "Stopping container \(name)" : "Container \(name) \(reason), will be restarted")
        let deadline = stopDeadline(pod)
        if let container = pod.spec.containers.first(where: { $0.name == name }) {
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

    private func runHook(
        _ hook: LifecycleHandler?, _ container: API.Container, _ pod: Pod, until deadline: ContinuousClock.Instant? = nil
    ) async {
        guard let hook, let id = try? await latest(container.name) else { return }
        let address = sandbox?.address ?? ""
        let limit = deadline.map { max(.seconds(1), $0 - ContinuousClock.now) } ?? .seconds(30)
        do {
            try await HookRunner(runtime: parts.runtime).run(hook, container, id: id, address: address, limit: limit)
        } catch {
            event(pod, .warning, deadline == nil ? "FailedPostStartHook" : "FailedPreStopHook", "\(error)")
        }
    }

    private func latest(_ name: String) async throws -> String? {
        try await parts.view.observe(uid: uid).container(name)?.id
    }

    // MARK: Telling

    private func probed(_ id: String, _ results: ProbeResults) {
        let hasChanged = state.withLock { state in
            defer { state.memory.probes[id] = results }
            return state.memory.probes[id] != results
        }
        if hasChanged { wake() }
    }

    /// Patches the pod's status when it is another than the one last told.
    private func report(_ pod: Pod, _ observation: PodObservation, isStopping: Bool) async {
        guard !state.withLock(\.hasVanished) else { return }
        let memory = state.withLock(\.memory)
        var base = pod
        if let reported = state.withLock(\.reported) { base.status = reported }
        let report = PodReport(base, observation, memory, hostAddress: parts.settings.nodeAddress, now: parts.now())
        var changed = base
        changed.status = report.status(isStopping: isStopping)
        guard changed.status != base.status else { return }
        do {
            try await parts.client.patchStatus(from: base, to: changed)
            state.withLock { $0.reported = changed.status }
        } catch let error as Status where error.reason == .notFound || error.reason == .conflict {
            return  // The pod is gone, or another has its name; the informer will say so.
        } catch {
            log(.warning, "status not reported", error)
            wakeLater()
        }
    }

    /// Forgets what was told, so that the next round tells all again.
    private func wakeLater() {
        state.withLock { $0.reported = nil }
        signal.raise()
    }

    private func event(_ pod: Pod, _ type: EventRecorder.EventType, _ reason: String, _ message: String) {
        guard !pod.metadata.name.isEmpty else { return }
        parts.events.record(pod, type: type, reason: reason, message: message)
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, _ error: any Error) {
        let pod = pod
        parts.logger.log(
            level: level, message,
            metadata: ["pod": "\(pod.metadata.namespace)/\(pod.metadata.name)", "reason": "\(error)"])
    }
}

extension PodWorker.State {
    fileprivate var isStopping: Bool { hasVanished || pod.metadata.deletionTimestamp != nil }
}
