import DequeModule
import HeapModule

/// A queue of keys waiting to be reconciled, each at most once at a time.
///
/// A key is *dirty* while it waits and *processing* while a worker holds it; added meanwhile, it becomes dirty again
/// and ``done(_:)`` puts it back. So a burst of events costs one reconciliation, and no two workers see the same key.
///
/// ```
///                 add                 next                 done
///   (unknown) ──────────▶ order/dirty ──────▶ processing ──────────▶ (unknown)
///        ▲                    ▲                  │  add: dirty again     │
///        └── add(at:) ──▶ delayed ── deadline    └── done ──▶ order ◀────┘
/// ```
/// A key that was added with a delay joins the others when ``next(now:)`` is asked at or after its time.
///
/// Source: client-go, util/workqueue (queue.go, delaying_queue.go). Left out: metrics, shutting down with drain.
package struct WorkQueue<Key: Hashable & Sendable>: Sendable {
    package typealias Instant = ContinuousClock.Instant

    private var order: Deque<Key> = []
    private var dirty: Set<Key> = []
    private var processing: Set<Key> = []
    private var delayed = Heap<Delayed>()
    /// The earliest time each delayed key waits for; what the heap holds beyond that is stale.
    private var deadlines: [Key: Instant] = [:]
    private var sequence = 0

    package init() {}

    /// How many keys workers hold.
    package var processingCount: Int { processing.count }
    /// How many keys wait, the delayed ones not counted.
    package var count: Int { order.count }
    package var isEmpty: Bool { order.isEmpty && processing.isEmpty && deadlines.isEmpty }
    /// When the first delayed key falls due.
    package var nextDeadline: Instant? { delayed.min?.deadline }

    package mutating func add(_ key: Key) {
        guard dirty.insert(key).inserted, !processing.contains(key) else { return }
        order.append(key)
    }

    /// Adds the key when the time has come. Of several times for one key the earliest counts.
    package mutating func add(_ key: Key, at deadline: Instant) {
        if let known = deadlines[key], known <= deadline { return }
        deadlines[key] = deadline
        sequence += 1
        delayed.insert(Delayed(deadline: deadline, sequence: sequence, key: key))
    }

    /// The next key to work on; the caller must say ``done(_:)`` of it.
    package mutating func next(now: Instant) -> Key? {
        addDue(now: now)
        guard let key = order.popFirst() else { return nil }
        dirty.remove(key)
        processing.insert(key)
        return key
    }

    package mutating func done(_ key: Key) {
        guard processing.remove(key) != nil, dirty.contains(key) else { return }
        order.append(key)
    }

    private mutating func addDue(now: Instant) {
        while let first = delayed.min, first.deadline <= now {
            delayed.removeMin()
            guard deadlines[first.key] == first.deadline else { continue }
            deadlines[first.key] = nil
            add(first.key)
        }
    }

    private struct Delayed: Comparable {
        let deadline: Instant
        /// Keeps the order of adding among equal times.
        let sequence: Int
        let key: Key

        static func < (left: Delayed, right: Delayed) -> Bool {
            (left.deadline, left.sequence) < (right.deadline, right.sequence)
        }

        static func == (left: Delayed, right: Delayed) -> Bool { left.sequence == right.sequence }
    }
}
