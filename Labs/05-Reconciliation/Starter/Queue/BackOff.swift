import LabWorker

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
        // Lab 05, step 2: yours to write.
        notWritten()
    }
}
