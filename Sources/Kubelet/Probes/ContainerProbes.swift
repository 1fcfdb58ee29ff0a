package import API
package import KubeletContract
package import Schema

/// The probes of one running container: who is asked next, and what it all comes to.
///
/// ```
///   start ── startup? no … startup? no … startup? yes ──┬── liveness? every period, to the end
///            (the others aren't asked)                  └── readiness? every period, to the end
/// ```
/// A startup probe that has succeeded is done. A new container begins with fresh results.
/// Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle, "Container probes".
/// Left out compared with Kubernetes: chance in the first delay after a restart of the kubelet.
package struct ContainerProbes: Sendable, Hashable {
    private var startup: ProbeState?
    private var liveness: ProbeState?
    private var readiness: ProbeState?
    private let start: Time

    /// - Parameter start: when the container was started.
    package init(_ container: Container, since start: Time) {
        startup = container.startupProbe.map { ProbeState($0, .startup) }
        liveness = container.livenessProbe.map { ProbeState($0, .liveness) }
        readiness = container.readinessProbe.map { ProbeState($0, .readiness) }
        self.start = start
    }

    /// When this is to be asked next; nil while it isn't asked at all.
    package func next(_ purpose: ProbePurpose) -> Time? {
        // lab 08.3: begin
        let isStarting = startup.map { $0.outcome != .success } ?? false
        return isStarting == (purpose == .startup) ? state(purpose)?.next(since: start) : nil
        // lab 08.3: end
    }

    package mutating func record(_ purpose: ProbePurpose, success: Bool, at now: Time) {
        switch purpose {
        case .startup: startup?.record(success: success, at: now)
        case .liveness: liveness?.record(success: success, at: now)
        case .readiness: readiness?.record(success: success, at: now)
        }
    }

    package var results: ProbeResults {
        ProbeResults(startup: outcome(.startup), liveness: outcome(.liveness), readiness: outcome(.readiness))
    }

    package func outcome(_ purpose: ProbePurpose) -> ProbeOutcome { state(purpose)?.outcome ?? .none }

    private func state(_ purpose: ProbePurpose) -> ProbeState? {
        switch purpose {
        case .startup: startup
        case .liveness: liveness
        case .readiness: readiness
        }
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

    /// Why the container must be stopped, if it must.
    var reasonToStop: StopReason? {
        // lab 08.3: begin
        if startup == .failure { return .startupProbe }
        return liveness == .failure ? .livenessProbe : nil
        // lab 08.3: end
    }
}
