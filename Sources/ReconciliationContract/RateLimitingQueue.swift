/// A moment, for whoever waits: passed in, never asked for.
public typealias Moment = ContinuousClock.Instant

/// The keys that wait to be reconciled, each at most once, and those that have failed and are to be tried again.
///
/// ```
///   add ─────────────▶ waiting ── next ──▶ a worker's ── done ──▶ (unknown)
///   add(at:) ─▶ delayed ──▲                  │
///        ▲                                   │ it has failed
///        └───────── addRateLimited ◀─────────┘   (and then done, too)
/// ```
/// The contract:
/// - A key is known by nothing but its name, and two workers never hold the same one.
/// - Whoever took a key says `done` of it, whatever has come of it; a success is `forget` and `done`, a failure
///   `addRateLimited` and `done`.
/// - Nothing depends on chance, or on time that isn't passed in.
///
/// Source: client-go, util/workqueue, `RateLimitingInterface`.
public protocol RateLimitingQueue: Sendable {
    init()

    /// The key is to be looked at.
    mutating func add(_ key: String)

    /// …when the moment has come. Of several moments of one key the earliest counts.
    mutating func add(_ key: String, at moment: Moment)

    /// The key that has waited longest; from now on a worker holds it. Nil when none waits.
    mutating func next(now: Moment) -> String?

    /// The worker lets go of the key.
    mutating func done(_ key: String)

    /// When the first of the delayed keys falls due.
    var nextDeadline: Moment? { get }

    /// The key has failed once more: it is added again after a delay that grows with its failures.
    /// - Returns: the delay.
    mutating func addRateLimited(_ key: String, now: Moment) -> Duration

    /// The key has succeeded: its next failure is its first.
    mutating func forget(_ key: String)
}
