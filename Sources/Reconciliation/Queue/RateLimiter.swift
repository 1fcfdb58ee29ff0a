package import ReconciliationContract

/// When a key that has failed is tried again: after its own back-off, so that one object's failures don't slow down the
/// others, or when the bucket of all has a token, whichever is later.
///
/// Source: client-go, `DefaultControllerRateLimiter`: 5 ms up to 1000 s for each key, 10 a second for all, 100 at once.
package struct RateLimiter<Key: Hashable & Sendable>: Sendable {
    private let initial: Duration
    private let maximum: Duration
    private var backOffs: [Key: BackOff] = [:]
    private var bucket = TokenBucket(perSecond: 10, burst: 100)

    package init(initial: Duration = .milliseconds(5), maximum: Duration = .seconds(1000)) {
        self.initial = initial
        self.maximum = maximum
    }

    /// Counts a failure of the key. Returns how long to wait.
    package mutating func next(_ key: Key, now: Moment) -> Duration {
        // lab 05.2: begin
        let fresh = BackOff(initial: initial, maximum: maximum)
        let own = backOffs[key, default: fresh].next()
        return max(own, bucket.take(now: now))
        // lab 05.2: end
    }

    /// The key succeeded: its next failure is its first.
    package mutating func forget(_ key: Key) {
        // lab 05.2: begin
        backOffs[key] = nil
        // lab 05.2: end
    }

    package func failures(_ key: Key) -> Int { backOffs[key]?.failures ?? 0 }
}
