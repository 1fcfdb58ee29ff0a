import API
import Client
import CRI
import Kubelet
import KubeletContract
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

    struct State {
        var pod: Pod
        var memory = PodMemory()
        /// The API server doesn't have the pod any more.
        var hasVanished = false
        /// Since when this kubelet ends a pod that is being deleted.
        var stopsSince: ContinuousClock.Instant?
        var observation = PodObservation()
        var refreshVolumesAt: ContinuousClock.Instant = .now
    }

    /// How often the volumes of a running pod are brought up to date.
    private static let refreshInterval = Duration.seconds(10)
    /// When the API server couldn't be told.
    private static let retryInterval = Duration.seconds(1)

    let uid: String
    let parts: Parts
    let state: Mutex<State>
    private let signal = Client.Signal()
    private let prober: Prober
    private let reporter: StatusReporter
    var lastWords: LastWords { LastWords(parts.settings) }

    init(_ pod: Pod, _ parts: Parts) {
        uid = pod.metadata.uid
        self.parts = parts
        state = Mutex(State(pod: pod))
        prober = Prober(parts.runtime)
        reporter = StatusReporter(parts.client, logger: parts.logger)
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
            group.addTask { await self.prober.run(self.probed, failed: self.unhealthy) }
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
            let observation = try await observe()
            let (pod, memory, isStopping) = state.withLock { ($0.pod, $0.memory, $0.isStopping) }
            prober.follow(pod, observation)
            let plan = PodDecision(pod, observation, memory, isStopping: isStopping, now: parts.now()).plan
            if plan.isFinished { return try await finish(pod, observation, isStopping: isStopping) }
            let isReported = await report(pod, observation)
            guard !plan.actions.isEmpty, rounds < 32 else {
                await refreshVolumes(pod, observation)
                return .some(isReported ? instant(plan.wakeAt) : .now + Self.retryInterval)
            }
            rounds += 1
            try await perform(plan.actions, pod, observation)
        }
    }

    private func observe() async throws -> PodObservation {
        var observation = try await parts.view.observe(uid: uid)
        lastWords.add(to: &observation, pod)
        state.withLock { $0.observation = observation }
        return observation
    }

    private func instant(_ time: Time?) -> ContinuousClock.Instant {
        let due = time.map { ContinuousClock.now + .seconds(max(0, $0 - parts.now())) + .milliseconds(50) }
        return min(due ?? .now + Self.refreshInterval, .now + Self.refreshInterval)
    }

    /// Volumes are looked at again once in a while, because the objects they are made of may have changed.
    private func refreshVolumes(_ pod: Pod, _ observation: PodObservation) async {
        let isDue = state.withLock { $0.refreshVolumesAt <= .now }
        guard isDue, let sandbox = observation.sandbox, !observation.running.isEmpty else { return }
        state.withLock { $0.refreshVolumesAt = .now + Self.refreshInterval }
        await parts.objects.refresh(for: pod)
        do {
            try await parts.volumes.refresh(pod, fields: parts.starter.fields(pod, sandbox))
        } catch {
            log(.warning, "volumes not refreshed", error)
        }
    }

    /// The pod has ended. Says true when the worker may end, too.
    private func finish(
        _ pod: Pod, _ observation: PodObservation, isStopping: Bool
    ) async throws -> ContinuousClock.Instant?? {
        let isReported = await report(pod, observation)
        guard isStopping else { return .some(.now + (isReported ? .seconds(60) : Self.retryInterval)) }
        for sandbox in observation.sandboxes { try await remove(sandbox: sandbox.id) }
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

    // MARK: Telling

    private func probed(_ id: String, _ results: ProbeResults) {
        let hasChanged = state.withLock { state in
            defer { state.memory.probes[id] = results }
            return state.memory.probes[id] != results
        }
        if hasChanged { wake() }
    }

    private func unhealthy(_ container: String, _ purpose: ProbePurpose, _ reason: String) {
        event(pod, .warning, "Unhealthy", "\(purpose.word) probe failed: \(reason)")
    }

    /// - Returns: whether the API server knows.
    private func report(_ pod: Pod, _ observation: PodObservation) async -> Bool {
        let (memory, hasVanished) = state.withLock { ($0.memory, $0.hasVanished) }
        guard !hasVanished else { return true }
        return await reporter.report(pod) { standing in
            let status = PodReport(
                standing, observation, memory, hostAddress: parts.settings.nodeAddress, now: parts.now()
            ).status()
            tellBackOffs(pod, from: standing.status, to: status)
            return status
        }
    }

    func event(_ pod: Pod, _ type: EventRecorder.EventType, _ reason: String, _ message: String) {
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

extension ProbePurpose {
    /// As it stands in events.
    fileprivate var word: String {
        switch self {
        case .startup: "Startup"
        case .liveness: "Liveness"
        case .readiness: "Readiness"
        }
    }
}
