import API
import KubeletContract
import Schema

/// The status of one container: its state, the state before, whether it is ready, and how often it was restarted.
///
/// ```
///   not there, or its start has failed ─▶ waiting      runs ─▶ running
///   has ended, and is to be restarted when its back-off ends ─▶ waiting (CrashLoopBackOff); the end is the last state
///   has ended ─▶ terminated
/// ```
extension PodReport {
    /// - Parameter waiting: the reason of a container that isn't there yet.
    func status(of container: Container, waiting: String) -> ContainerStatus {
        var status = ContainerStatus()
        status.name = container.name
        status.image = container.image
        let current = observed.container(container.name)
        if let current {
            status.image = current.image.isEmpty ? container.image : current.image
            status.imageID = current.imageID
            status.containerID = "dinghy://\(current.id)"
            status.restartCount = current.attempt
        }
        status.state = state(current, container, waiting)
        let isEndShown = status.state.terminated != nil || current?.exitCode == nil
        status.lastState.terminated = (isEndShown ? observed.previous(container.name) : current).flatMap(
            Self.terminated)
        status.started = isStarted(container, current)
        status.ready = isReady(container, current)
        return status
    }

    // MARK: Readiness

    private func isStarted(_ container: Container, _ current: PodObservation.Container?) -> Bool {
        guard let current, current.isRunning else { return false }
        return container.startupProbe == nil || memory.probes[current.id]?.startup == .success
    }

    /// An init container that has done its work is as ready as it gets.
    private func isReady(_ container: Container, _ current: PodObservation.Container?) -> Bool {
        guard let current else { return false }
        if pod.isInit(container) && !container.isSidecar { return current.exitCode == 0 }
        // lab 08.5: begin
        guard isStarted(container, current) else { return false }
        return container.readinessProbe == nil || memory.probes[current.id]?.readiness == .success
        // lab 08.5: end
    }

    // MARK: The state

    private func state(_ current: PodObservation.Container?, _ container: Container, _ waiting: String)
        -> ContainerState
    {
        guard let failure = memory.failures[container.name], current?.isRunning != true else {
            return observedState(current, container, waiting)
        }
        var state = ContainerState()
        state.waiting = self.waiting(failure, container)
        return state
    }

    private func observedState(_ current: PodObservation.Container?, _ container: Container, _ waiting: String)
        -> ContainerState
    {
        // lab 08.5: begin
        var state = ContainerState()
        switch current?.state {
        case nil, .created: state.waiting = ContainerStateWaiting(reason: waiting, message: "")
        case .running: state.running = ContainerStateRunning(since: current?.startedAt ?? Time())
        case .exited(let code, _, _):
            state.waiting = crashLoop(current, container, after: code)
            if state.waiting == nil { state.terminated = current.flatMap(Self.terminated) }
        }
        return state
        // lab 08.5: end
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

    /// Nil when the container isn't to be restarted, or may be at once.
    private func crashLoop(
        _ last: PodObservation.Container?, _ container: Container, after code: Int
    ) -> ContainerStateWaiting? {
        guard let last, RestartRule.restarts(container, of: pod, after: code),
            let backOff = memory.backOffs[container.name],
            backOff.earliestRestart(start: last.startedAt, end: last.finishedAt) > now
        else { return nil }
        return crashLoopBackOff(container, seconds: backOff.currentDelay)
    }

    private func crashLoopBackOff(_ container: Container, seconds: Int) -> ContainerStateWaiting {
        ContainerStateWaiting(
            reason: "CrashLoopBackOff",
            message: "back-off \(humanDuration(seconds: seconds)) restarting failed "
                + "container=\(container.name) pod=\(pod.metadata.name)_\(pod.metadata.namespace)(\(pod.metadata.uid))")
    }

    /// Nil while it hasn't ended.
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
}

extension ContainerStateWaiting {
    fileprivate init(reason: String, message: String) {
        self.init()
        self.reason = reason
        self.message = message
    }
}

extension ContainerStateRunning {
    fileprivate init(since start: Time) {
        self.init()
        startedAt = start
    }
}
