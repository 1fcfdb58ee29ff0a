package import ReconciliationContract

/// So many at once, and so many a second in the long run: what holds back all keys together when everything fails.
///
/// The bucket holds `burst` tokens; each request takes one, and one drops in every `interval`. Who finds none waits for
/// the next that isn't promised to somebody else. Instead of counting tokens it is enough to know when the bucket will
/// be full again: each request puts that off by one interval.
///
/// ```
///   full ──take──▶ full in 1 interval ──take──▶ in 2 … in `burst`: empty; from here on, each waits for its own token
/// ```
/// Source: golang.org/x/time/rate, `Limiter`; controllers use 10 a second and a burst of 100.
package struct TokenBucket: Sendable, Hashable {
    private let interval: Duration
    private let burst: Int
    /// When the bucket is full again, unless more is taken; nil: it was never touched.
    private var fullAt: Moment?

    package init(perSecond: Int, burst: Int) {
        interval = .seconds(1) / perSecond
        self.burst = burst
    }

    /// Takes a token.
    /// - Returns: how long to wait for it.
    package mutating func take(now: Moment) -> Duration {
        // lab 05.2: begin
        let full = max(fullAt ?? now, now) + interval
        fullAt = full
        return max(.zero, now.duration(to: full) - interval * burst)
        // lab 05.2: end
    }
}
