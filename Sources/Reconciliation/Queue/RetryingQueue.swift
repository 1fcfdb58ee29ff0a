package import ReconciliationContract

/// A work queue together with what it needs to try again: the part of a controller that knows nothing of objects.
package struct RetryingQueue<Key: Hashable & Sendable>: Sendable {
    package private(set) var keys = WorkQueue<Key>()
    private var limiter: RateLimiter<Key>

    package init(_ limiter: RateLimiter<Key> = RateLimiter()) { self.limiter = limiter }

    package var nextDeadline: Moment? { keys.nextDeadline }

    package mutating func add(_ key: Key) { keys.add(key) }
    package mutating func add(_ key: Key, at moment: Moment) { keys.add(key, at: moment) }
    package mutating func next(now: Moment) -> Key? { keys.next(now: now) }
    package mutating func done(_ key: Key) { keys.done(key) }

    package mutating func addRateLimited(_ key: Key, now: Moment) -> Duration {
        let delay = limiter.next(key, now: now)
        keys.add(key, at: now + delay)
        return delay
    }

    package mutating func forget(_ key: Key) { limiter.forget(key) }
}

extension RetryingQueue: RateLimitingQueue where Key == String {
    package init() { self.init(RateLimiter()) }
}
