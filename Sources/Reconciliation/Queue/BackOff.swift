/// Waiting twice as long after each failure, up to a limit: what fails is tried again soon, and what keeps failing
/// costs little.
///
/// Jitter is the caller's: it needs randomness.
package struct BackOff: Sendable, Hashable {
    package let initial: Duration
    package let maximum: Duration
    package private(set) var failures = 0

    package init(initial: Duration, maximum: Duration) {
        self.initial = initial
        self.maximum = maximum
    }

    /// Counts one more failure. Returns how long to wait before the next attempt.
    package mutating func next() -> Duration {
        failures += 1
        return delay(afterFailures: failures)
    }

    package mutating func reset() { failures = 0 }

    /// - Parameter count: at least 1.
    package func delay(afterFailures count: Int) -> Duration {
        // lab 05.2: begin
        var delay = initial
        for _ in 1..<max(count, 1) {
            if delay >= maximum { break }
            delay *= 2
        }
        return min(delay, maximum)
        // lab 05.2: end
    }
}
