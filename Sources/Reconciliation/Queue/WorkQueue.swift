import DequeModule
import HeapModule
package import ReconciliationContract

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
    private var order: Deque<Key> = []
    private var dirty: Set<Key> = []
    private var processing: Set<Key> = []
    private var delayed = Heap<Delayed>()
    /// The earliest time each delayed key waits for; what the heap holds beyond that is stale.
    private var deadlines: [Key: Moment] = [:]
    private var sequence = 0

    package init() {}

    /// How many keys workers hold.
    package var processingCount: Int { processing.count }
    /// How many keys wait, the delayed ones not counted.
    package var count: Int { order.count }
    package var isEmpty: Bool { order.isEmpty && processing.isEmpty && deadlines.isEmpty }
    /// When the first delayed key falls due.
    package var nextDeadline: Moment? { delayed.min?.deadline }

    package mutating func add(_ key: Key) {
        // lab 05.1: begin
        guard dirty.insert(key).inserted, !processing.contains(key) else { return }
        order.append(key)
        // lab 05.1: end
    }

    /// Adds the key when the time has come. Of several times for one key the earliest counts.
    package mutating func add(_ key: Key, at deadline: Moment) {
        // lab 05.1: begin
        if let known = deadlines[key], known <= deadline { return }
        deadlines[key] = deadline
        sequence += 1
        delayed.insert(Delayed(deadline: deadline, sequence: sequence, key: key))
        // lab 05.1: end
    }

    /// The next key to work on; the caller must say ``done(_:)`` of it.
    package mutating func next(now: Moment) -> Key? {
        addDue(now: now)
        // lab 05.1: begin
        guard let key = order.popFirst() else { return nil }
        dirty.remove(key)
        processing.insert(key)
        return key
        // lab 05.1: end
    }

    package mutating func done(_ key: Key) {
        // lab 05.1: begin
        guard processing.remove(key) != nil, dirty.contains(key) else { return }
        order.append(key)
        // lab 05.1: end
    }

    /// Those that fall due now join the others.
    private mutating func addDue(now: Moment) {
        // lab 05.1: begin
        while let first = delayed.min, first.deadline <= now {
            delayed.removeMin()
            guard deadlines[first.key] == first.deadline else { continue }
            deadlines[first.key] = nil
            add(first.key)
        }
        // lab 05.1: end
    }

    private struct Delayed: Comparable {
        let deadline: Moment
        /// Keeps the order of adding among equal times.
        let sequence: Int
        let key: Key

        static func < (left: Delayed, right: Delayed) -> Bool {
            (left.deadline, left.sequence) < (right.deadline, right.sequence)
        }

        static func == (left: Delayed, right: Delayed) -> Bool { left.sequence == right.sequence }
    }
}
