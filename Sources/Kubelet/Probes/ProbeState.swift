package import API
package import KubeletContract
package import Schema

/// One probe of one container: counts results, and says what they come to.
///
/// A single failure means little: only `failureThreshold` of them in a row turn the outcome, and `successThreshold`
/// successes turn it back.
/// Source: kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes.
package struct ProbeState: Sendable, Hashable {
    package private(set) var outcome: ProbeOutcome
    private let successThreshold: Int
    private let failureThreshold: Int
    private let initialDelay: Int
    private let period: Int
    private var last: Bool?
    private var inARow = 0
    private var askedAt: Time?

    /// Before the first result a container is taken to be alive, but not ready and not started.
    package init(_ probe: Probe, _ purpose: ProbePurpose) {
        outcome = purpose == .liveness ? .success : .unknown
        successThreshold = max(1, probe.successThreshold)
        failureThreshold = max(1, probe.failureThreshold)
        initialDelay = probe.initialDelaySeconds
        period = probe.periodSeconds > 0 ? probe.periodSeconds : 10
    }

    package mutating func record(success: Bool, at now: Time) {
        askedAt = now
        // lab 08.3: begin
        inARow = success == last ? inARow + 1 : 1
        last = success
        if success, inARow >= successThreshold { outcome = .success }
        if !success, inARow >= failureThreshold { outcome = .failure }
        // lab 08.3: end
    }

    /// When it is to be asked next, of a container that runs since `start`.
    func next(since start: Time) -> Time {
        // lab 08.3: begin
        askedAt.map { $0 + period } ?? start + initialDelay
        // lab 08.3: end
    }
}
