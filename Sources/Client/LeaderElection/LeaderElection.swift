package import API
package import Schema

/// Which of several equal processes acts: the one whose name stands in a Lease, as long as it keeps renewing it.
///
/// ```
///               free, expired, or ours                    renewed within renewDeadline
///   follower ─────────── write ──────────▶ leader ◀───────────────────┐
///      ▲  ▲                                  │ └──── every retryPeriod ┘
///      │  └── held by another, still valid   │ not renewed for renewDeadline, or another's name stands there
///      └─────────────────────────────────────┘ lost: the process must stop acting at once
/// ```
/// Nobody trusts another machine's clock: a lease counts as expired when *we* have seen it unchanged for its
/// duration. Because renewDeadline < leaseDuration, a leader that cannot renew stops before anyone else starts.
/// The write carries the resource version that was read, so of two candidates one gets a conflict.
///
/// Source: client-go, tools/leaderelection/leaderelection.go; kubernetes.io, Concepts → Leases.
/// Left out compared with Kubernetes: giving the lease back on exit, coordinated leader election (KEP-4355).
package struct LeaderElection: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package struct Timing: Sendable {
        package var leaseDuration = Duration.seconds(15)
        package var renewDeadline = Duration.seconds(10)
        package var retryPeriod = Duration.seconds(2)
        package init() {}
    }

    package enum Action: Sendable, Hashable {
        case create(LeaseSpec)
        case update(LeaseSpec)
        /// Another holds it: try again after the retry period.
        case wait
    }

    package let identity: String
    package let timing: Timing
    private var observed: LeaseSpec?
    private var observedAt: Instant?
    private var renewedAt: Instant?

    package init(identity: String, timing: Timing = Timing()) {
        self.identity = identity
        self.timing = timing
    }

    /// Whether we lead, as far as we know and may still believe.
    package func isLeader(now: Instant) -> Bool {
        guard let renewedAt, observed?.holderIdentity == identity else { return false }
        return now - renewedAt < timing.renewDeadline
    }

    /// What to do about the lease as it was just read (nil: there is none).
    /// - Parameters:
    ///   - now: the process's own clock.
    ///   - time: the wall clock, for people who read the lease.
    package mutating func decide(on lease: LeaseSpec?, now: Instant, time: MicroTime) -> Action {
        guard let lease else { return .create(claim(transitions: 0, acquired: time, renewed: time)) }
        if lease != observed { observe(lease, now: now) }
        let transitions = lease.leaseTransitions ?? 0
        let holder = lease.holderIdentity ?? ""
        if holder == identity {
            return .update(claim(transitions: transitions, acquired: lease.acquireTime ?? time, renewed: time))
        }
        guard holder.isEmpty || hasExpired(lease, now: now) else { return .wait }
        return .update(claim(transitions: transitions + 1, acquired: time, renewed: time))
    }

    /// The create or update was accepted.
    package mutating func wrote(_ lease: LeaseSpec, now: Instant) {
        observe(lease, now: now)
        renewedAt = now
    }

    private mutating func observe(_ lease: LeaseSpec, now: Instant) {
        observed = lease
        observedAt = now
    }

    private func hasExpired(_ lease: LeaseSpec, now: Instant) -> Bool {
        guard let observedAt else { return false }
        return now - observedAt >= .seconds(lease.leaseDurationSeconds ?? 0)
    }

    private func claim(transitions: Int, acquired: MicroTime, renewed: MicroTime) -> LeaseSpec {
        var lease = LeaseSpec()
        lease.holderIdentity = identity
        lease.leaseDurationSeconds = Int(timing.leaseDuration.components.seconds)
        lease.acquireTime = acquired
        lease.renewTime = renewed
        lease.leaseTransitions = transitions
        return lease
    }
}
