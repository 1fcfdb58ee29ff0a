package import API

/// One probe of one container: counts results, and says what they come to.
///
/// A single failure means little: only `failureThreshold` of them in a row turn the outcome, and `successThreshold`
/// successes turn it back.
/// Source: kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes.
package struct ProbeState: Sendable, Hashable {
    package enum Purpose: Sendable, Hashable {
        case startup, liveness, readiness

        /// As it stands in events.
        package var name: String {
            switch self {
            case .startup: "Startup"
            case .liveness: "Liveness"
            case .readiness: "Readiness"
            }
        }
    }

    package private(set) var outcome: ProbeOutcome
    private let successThreshold: Int
    private let failureThreshold: Int
    private var last: Bool?
    private var inARow = 0

    /// Before the first result a container is taken to be alive, but not ready and not started.
    package init(_ probe: Probe, _ purpose: Purpose) {
        outcome = purpose == .liveness ? .success : .unknown
        successThreshold = max(1, probe.successThreshold)
        failureThreshold = max(1, probe.failureThreshold)
    }

    package mutating func record(success: Bool) {
        inARow = success == last ? inARow + 1 : 1
        last = success
        if success, inARow >= successThreshold { outcome = .success }
        if !success, inARow >= failureThreshold { outcome = .failure }
    }
}
