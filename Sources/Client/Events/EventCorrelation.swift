import OrderedCollections
package import API
package import Schema

/// Turns a component's remarks into Event objects: what is said again becomes a higher count, not another object.
///
/// ```
///   Failed to pull image (1st)   → create Event web-0.18f2a…   count 1
///   Failed to pull image (again) → patch the same Event         count 2, lastTimestamp
///   the same object, 26th remark in a row → dropped until tokens are there again (one each 5 minutes)
/// ```
/// Bounded: of the least recently used remarks beyond ``capacity`` nothing is remembered, and the next of them makes
/// a new object.
///
/// Source: client-go, tools/record/events_cache.go. Left out: merging of remarks that differ in their message only.
package struct EventCorrelation: Sendable {
    package enum Action: Sendable, Hashable {
        case create(Event)
        /// The Event exists: only these two of its members change.
        case patch(Event)
        case drop
    }

    /// What a component says about an object.
    package struct Remark: Sendable, Hashable {
        package var object: ObjectReference
        package var type: String
        package var reason: String
        package var message: String
    }

    package static let capacity = 1024
    private static let burst = 25
    private static let secondsPerToken = 300

    private let source: EventSource
    private var known: OrderedDictionary<Remark, Event> = [:]
    private var buckets: OrderedDictionary<ObjectReference, Bucket> = [:]

    private struct Bucket {
        var tokens = burst
        var filledAt: Int
    }

    package init(component: String, host: String = "") {
        var source = EventSource()
        source.component = component
        source.host = host
        self.source = source
    }

    package mutating func observe(_ remark: Remark, time: MicroTime) -> Action {
        guard takeToken(for: remark.object, second: time.microseconds / 1_000_000) else { return .drop }
        defer { forgetOldest() }
        if var event = known.removeValue(forKey: remark) {
            event.count += 1
            event.lastTimestamp = Time(seconds: time.microseconds / 1_000_000)
            known[remark] = event
            return .patch(event)
        }
        let event = event(for: remark, time: time)
        known[remark] = event
        return .create(event)
    }

    /// The Event is gone (events live for an hour): the remark's next occurrence creates another.
    package mutating func forget(_ remark: Remark) { known[remark] = nil }

    private mutating func takeToken(for object: ObjectReference, second: Int) -> Bool {
        var bucket = buckets.removeValue(forKey: object) ?? Bucket(filledAt: second)
        let earned = max(0, second - bucket.filledAt) / Self.secondsPerToken
        bucket.tokens = min(Self.burst, bucket.tokens + earned)
        bucket.filledAt += earned * Self.secondsPerToken
        defer { buckets[object] = bucket }
        guard bucket.tokens > 0 else { return false }
        bucket.tokens -= 1
        return true
    }

    private mutating func forgetOldest() {
        if known.count > Self.capacity { known.removeFirst(Self.capacity / 4) }
        if buckets.count > Self.capacity { buckets.removeFirst(Self.capacity / 4) }
    }

    private func event(for remark: Remark, time: MicroTime) -> Event {
        var event = Event()
        event.metadata.namespace = remark.object.namespace.isEmpty ? "default" : remark.object.namespace
        event.metadata.name = "\(remark.object.name).\(String(time.microseconds * 1000, radix: 16))"
        event.involvedObject = remark.object
        event.type = remark.type
        event.reason = remark.reason
        event.message = remark.message
        event.source = source
        event.firstTimestamp = Time(seconds: time.microseconds / 1_000_000)
        event.lastTimestamp = event.firstTimestamp
        event.count = 1
        event.reportingComponent = source.component
        event.reportingInstance = source.host
        return event
    }
}
