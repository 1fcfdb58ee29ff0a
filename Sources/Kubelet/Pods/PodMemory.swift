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
}

/// Why a container isn't there: an image that can't be had, a command that doesn't exist.
package struct StartFailure: Sendable, Hashable {
    /// In Kubernetes' words: `ErrImagePull`, `CreateContainerConfigError`, `RunContainerError`…
    package var reason: String
    package var message: String
    /// Another image is another matter, and tried at once.
    package var image: String
    /// Not tried again before.
    package var retryAt: Time
    /// Until then the error itself is shown, and then that it is waited for the next try.
    package var shownUntil: Time
    package var count: Int

    private static let secondsShown = 2

    package init(reason: String, message: String, image: String = "", previous: StartFailure?, now: Time) {
        self.reason = reason
        self.message = message
        self.image = image
        let previous = previous?.image == image ? previous : nil
        count = (previous?.count ?? 0) + 1
        // What is missing in the configuration may be there at any time; looking costs little.
        let isCheap = reason == "CreateContainerConfigError"
        retryAt = now + CrashLoopBackOff.delay(count: isCheap ? 1 : count)
        shownUntil = now + Self.secondsShown
    }

    /// Only the first failure is news.
    func isBackingOff(at now: Time) -> Bool { count > 1 || now >= shownUntil }
    /// Seconds between this try and the next.
    var delay: Int { retryAt - shownUntil + Self.secondsShown }
    /// When there is something to do about it, or something else to say.
    func wake(after now: Time) -> Time { isBackingOff(at: now) ? retryAt : shownUntil }
}

/// How long a container that keeps ending waits for its next start: 10 s, twice as long each time, at most 5 minutes.
///
/// After ten minutes of running it begins anew.
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "How Pods handle problems with containers".
package struct CrashLoopBackOff: Sendable, Hashable {
    static let initial = 10
    static let maximum = 300
    static let healthy = 600

    package private(set) var restarts = 0

    package init() {}

    /// Seconds after the n-th failure in a row.
    static func delay(count: Int) -> Int {
        count >= 6 ? maximum : min(maximum, initial << max(0, count - 1))
    }

    /// When a container that ran from `start` to `end` may be started again. The first restart is immediate.
    func earliestRestart(start: Time, end: Time) -> Time {
        restarts == 0 || end - start >= Self.healthy ? end : end + Self.delay(count: restarts)
    }

    /// Seconds that the next restart has to wait, for the message.
    var currentDelay: Int { Self.delay(count: max(1, restarts)) }

    package mutating func restarted(afterRunning seconds: Int) {
        restarts = seconds >= Self.healthy ? 1 : restarts + 1
    }
}

/// What the probes of one running container have come to.
package struct ProbeResults: Sendable, Hashable {
    package var startup: ProbeOutcome
    package var liveness: ProbeOutcome
    package var readiness: ProbeOutcome

    package init(startup: ProbeOutcome, liveness: ProbeOutcome, readiness: ProbeOutcome) {
        self.startup = startup
        self.liveness = liveness
        self.readiness = readiness
    }
}

package enum ProbeOutcome: Sendable, Hashable {
    /// There is no such probe: nothing speaks against the container.
    case none
    case unknown
    case success
    case failure
}
