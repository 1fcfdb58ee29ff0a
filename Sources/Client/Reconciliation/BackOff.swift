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
        var delay = initial
        for _ in 1..<max(count, 1) {
            if delay >= maximum { break }
            delay *= 2
        }
        return min(delay, maximum)
    }
}

/// A back-off for each key: reconciling one object fails without slowing down the others.
///
/// Source: client-go, ItemExponentialFailureRateLimiter; controllers use 5 ms up to 1000 s.
package struct RateLimiter<Key: Hashable & Sendable>: Sendable {
    private let initial: Duration
    private let maximum: Duration
    private var backOffs: [Key: BackOff] = [:]

    package init(initial: Duration = .milliseconds(5), maximum: Duration = .seconds(1000)) {
        self.initial = initial
        self.maximum = maximum
    }

    /// Counts a failure of the key. Returns how long to wait.
    package mutating func next(_ key: Key) -> Duration {
        backOffs[key, default: BackOff(initial: initial, maximum: maximum)].next()
    }

    /// The key succeeded: its next failure is its first.
    package mutating func forget(_ key: Key) { backOffs[key] = nil }

    package func failures(_ key: Key) -> Int { backOffs[key]?.failures ?? 0 }
}
