package import API
package import Schema

/// The status of a pod, as the kubelet reports it: phase, conditions, and each container's state.
///
/// | phase | when |
/// |---|---|
/// | Pending | not all containers have been started yet |
/// | Running | all were started, and at least one runs or will again |
/// | Succeeded | all have ended with 0 and stay so |
/// | Failed | all have ended, one of them badly, and stay so |
///
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle.
package struct PodReport {
    private let pod: Pod
    private let observed: PodObservation
    private let memory: PodMemory
    private let now: Time
    private let hostAddress: String

    /// - Parameter hostAddress: the node's.
    package init(_ pod: Pod, _ observed: PodObservation, _ memory: PodMemory, hostAddress: String, now: Time) {
        self.pod = pod
        self.observed = observed
        self.memory = memory
        self.hostAddress = hostAddress
        self.now = now
    }

    /// A pod that is being deleted stays ready as long as it serves: its readiness and its end are two things, and whoever
    /// minds the second looks at `deletionTimestamp` (KEP-1672).
    package func status() -> PodStatus {
        var status = pod.status
        status.initContainerStatuses = pod.spec.initContainers.map { container in
            self.status(of: container, defaultWaiting: "PodInitializing")
        }
        let isInitialized = isInitialized(status.initContainerStatuses)
        status.containerStatuses = pod.spec.containers.map { container in
            self.status(of: container, defaultWaiting: isInitialized ? "ContainerCreating" : "PodInitializing")
        }
        status.hostIP = hostAddress
        status.hostIPs = [HostIP(hostAddress)]
        addAddress(&status)
        status.startTime = status.startTime ?? now
        status.qosClass = pod.spec.qosClass
        status.phase = phase(isInitialized: isInitialized)
        setConditions(&status, isInitialized: isInitialized)
        return status
    }

    /// A pod that has ended keeps the address it had.
    private func addAddress(_ status: inout PodStatus) {
        let address = pod.spec.hostNetwork ? hostAddress : observed.sandbox?.address ?? ""
        guard !address.isEmpty else { return }
        status.podIP = address
        status.podIPs = [PodIP(address)]
    }

    // MARK: Phase

    private func phase(isInitialized: Bool) -> PodPhase {
        if pod.status.phase == .succeeded || pod.status.phase == .failed { return pod.status.phase }
        if hasFailedInit { return .failed }
        guard isInitialized else { return .pending }
        let containers = pod.spec.containers.map { observed.container($0.name) }
        guard !containers.contains(where: { $0 == nil || $0?.state == .created }) else {
            return containers.contains { $0?.isRunning == true } && !hasNeverStarted(containers) ? .running : .pending
        }
        let codes = containers.compactMap { $0?.exitCode }
        guard codes.count == containers.count else { return .running }
        switch pod.spec.restartPolicy {
        case .never: return codes.allSatisfy { $0 == 0 } ? .succeeded : .failed
        case .onFailure: return codes.allSatisfy { $0 == 0 } ? .succeeded : .running
        default: return .running
        }
    }

    private func hasNeverStarted(_ containers: [PodObservation.Container?]) -> Bool {
        containers.contains { $0 == nil }
    }

    private var hasFailedInit: Bool {
        pod.spec.restartPolicy == .never
            && pod.spec.initContainers.contains { container in
                !container.isSidecar && (observed.container(container.name)?.exitCode ?? 0) != 0
            }
    }

    private func isInitialized(_ statuses: [ContainerStatus]) -> Bool {
        if pod.spec.containers.contains(where: { observed.container($0.name) != nil }) { return true }
        return zip(pod.spec.initContainers, statuses).allSatisfy { container, status in
            container.isSidecar ? status.started == true : status.state.terminated?.exitCode == 0
        }
    }

    // MARK: Containers

    private func status(of container: Container, defaultWaiting: String) -> ContainerStatus {
        var status = ContainerStatus()
        status.name = container.name
        status.image = container.image
        status.started = false
        let current = observed.container(container.name)
        if let current {
            status.image = current.image.isEmpty ? container.image : current.image
            status.imageID = current.imageID
            status.containerID = "dinghy://\(current.id)"
            status.restartCount = current.attempt
        }
        status.state = state(current, container, defaultWaiting)
        if let previous = observed.previous(container.name) { status.lastState.terminated = Self.terminated(previous) }
        if status.state.waiting != nil, let current, current.exitCode != nil {
            status.lastState.terminated = Self.terminated(current)
        }
        guard let current, current.isRunning else {
            // An init container that has done its work is as ready as it gets.
            status.ready = isInit(container) && !container.isSidecar && current?.exitCode == 0
            return status
        }
        let probes = memory.probes[current.id]
        status.started =
            [nil, ProbeOutcome.none, .success].contains(probes?.startup)
            && (probes != nil || container.startupProbe == nil)
        status.ready = status.started == true && isReady(container, probes)
        return status
    }

    private func isInit(_ container: Container) -> Bool {
        pod.spec.initContainers.contains { $0.name == container.name }
    }

    private func isReady(_ container: Container, _ probes: ProbeResults?) -> Bool {
        guard container.readinessProbe != nil else { return true }
        return probes?.readiness == .success
    }

    private func state(_ current: PodObservation.Container?, _ container: Container, _ waiting: String)
        -> ContainerState
    {
        var state = ContainerState()
        if let failure = memory.failures[container.name], current?.isRunning != true {
            state.waiting = self.waiting(failure, container)
            return state
        }
        switch current?.state {
        case nil, .created: state.waiting = ContainerStateWaiting(reason: waiting, message: "")
        case .running:
            var running = ContainerStateRunning()
            running.startedAt = current?.startedAt ?? Time()
            state.running = running
        case .exited(let code, _, _):
            guard let current else { return state }
            if let waiting = crashLoop(current, container, code) {
                state.waiting = waiting
            } else {
                state.terminated = Self.terminated(current)
            }
        }
        return state
    }

    /// A pull that failed becomes a back-off, and so does a command that couldn't be started.
    private func waiting(_ failure: StartFailure, _ container: Container) -> ContainerStateWaiting {
        let error = ContainerStateWaiting(reason: failure.reason, message: failure.message)
        guard failure.isBackingOff(at: now) else { return error }
        switch failure.reason {
        case "ErrImagePull":
            let message = "Back-off pulling image \"\(container.image)\": \(failure.reason): \(failure.message)"
            return ContainerStateWaiting(reason: "ImagePullBackOff", message: message)
        case "RunContainerError": return crashLoopBackOff(container, seconds: failure.delay)
        default: return error
        }
    }

    private func crashLoop(
        _ current: PodObservation.Container, _ container: Container, _ code: Int
    ) -> ContainerStateWaiting? {
        let policy = container.isSidecar ? .always : pod.spec.restartPolicy
        guard policy == .always && !(isInit(container) && code == 0) || policy == .onFailure && code != 0,
            let backOff = memory.backOffs[container.name],
            backOff.earliestRestart(start: current.startedAt, end: current.finishedAt) > now
        else { return nil }
        return crashLoopBackOff(container, seconds: backOff.currentDelay)
    }

    private func crashLoopBackOff(_ container: Container, seconds: Int) -> ContainerStateWaiting {
        ContainerStateWaiting(
            reason: "CrashLoopBackOff",
            message: "back-off \(humanDuration(seconds: seconds)) restarting failed "
                + "container=\(container.name) pod=\(pod.metadata.name)_\(pod.metadata.namespace)(\(pod.metadata.uid))")
    }

    private static func terminated(_ container: PodObservation.Container) -> ContainerStateTerminated? {
        guard case .exited(let code, let reason, let message) = container.state else { return nil }
        var terminated = ContainerStateTerminated()
        terminated.exitCode = code
        terminated.reason = reason.isEmpty ? (code == 0 ? "Completed" : "Error") : reason
        terminated.message = message
        terminated.startedAt = container.startedAt
        terminated.finishedAt = container.finishedAt
        terminated.containerID = "dinghy://\(container.id)"
        return terminated
    }

    // MARK: Conditions

    private func setConditions(_ status: inout PodStatus, isInitialized: Bool) {
        let isOver = status.phase == .succeeded || status.phase == .failed
        let unready = zip(pod.spec.containers, status.containerStatuses).filter { !$0.1.ready }.map(\.0.name)
        let isReady = unready.isEmpty && !isOver
        let message = unready.isEmpty ? "" : "containers with unready status: [\(unready.joined(separator: " "))]"
        let reason =
            isReady
            ? ""
            : status.phase == .succeeded ? "PodCompleted" : status.phase == .failed ? "PodFailed" : "ContainersNotReady"
        set(&status, .podReadyToStartContainers, observed.sandbox != nil)
        set(
            &status, .initialized, isInitialized || status.phase == .succeeded,
            isInitialized ? "" : "ContainersNotInitialized")
        set(&status, .ready, isReady && gatesAreOpen, reason, message)
        set(&status, .containersReady, isReady, reason, message)
        set(&status, .podScheduled, true)
    }

    /// Conditions that somebody else sets, and without which the pod isn't ready.
    private var gatesAreOpen: Bool {
        pod.spec.readinessGates.allSatisfy { pod.status.conditions.isTrue($0.conditionType) }
    }

    private func set(
        _ status: inout PodStatus, _ type: PodConditionType, _ holds: Bool, _ reason: String = "",
        _ message: String = ""
    ) {
        var condition = PodCondition()
        condition.type = type
        condition.status = holds ? .true : .false
        condition.reason = reason
        condition.message = message
        status.conditions.set(condition, at: now)
    }
}

extension HostIP {
    fileprivate init(_ address: String) {
        self.init()
        ip = address
    }
}

extension PodIP {
    fileprivate init(_ address: String) {
        self.init()
        ip = address
    }
}

extension ContainerStateWaiting {
    fileprivate init(reason: String, message: String) {
        self.init()
        self.reason = reason
        self.message = message
    }
}
