package import KubeletContract
package import Schema

/// What the kubelet itself knows of a pod, beyond what the runtime and the API server say.
///
/// Nothing in here must survive the kubelet: after a restart probes are asked again and back-offs begin anew.
package struct PodMemory: Sendable, Hashable {
    /// By container: why it couldn't be started the last time.
    package var failures: [String: StartFailure] = [:]
    /// Why the last attempt to make a sandbox came to nothing.
    package var sandboxFailure: StartFailure?
    /// By container: how long it has to wait after it has ended.
    package var backOffs: [String: CrashLoopBackOff] = [:]
    /// By container id: what its probes say. Absent: no probe, or not asked yet.
    package var probes: [String: ProbeResults] = [:]

    package init() {}

    /// A container was started.
    /// - Parameter last: the one before it, as it had ended.
    package mutating func started(_ container: String, after last: PodObservation.Container?) {
        failures[container] = nil
        guard let last else { return }
        backOffs[container, default: CrashLoopBackOff()].restarted(afterRunning: last.finishedAt - last.startedAt)
    }

    package mutating func failed(_ container: String, image: String, reason: String, message: String, now: Time) {
        failures[container] = StartFailure(
            reason: reason, message: message, image: image, previous: failures[container], now: now)
    }

    package mutating func sandboxFailed(reason: String, message: String, now: Time) {
        sandboxFailure = StartFailure(reason: reason, message: message, previous: sandboxFailure, now: now)
    }
}
