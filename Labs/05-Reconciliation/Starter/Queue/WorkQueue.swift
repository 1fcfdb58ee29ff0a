import DequeModule
import HeapModule
import LabWorker
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
        // Lab 05, step 1: yours to write.
        notWritten()
    }

    /// Adds the key when the time has come. Of several times for one key the earliest counts.
    package mutating func add(_ key: Key, at deadline: Moment) {
        // Lab 05, step 1: yours to write.
        notWritten()
    }

    /// The next key to work on; the caller must say ``done(_:)`` of it.
    package mutating func next(now: Moment) -> Key? {
        addDue(now: now)
        // Lab 05, step 1: yours to write.
        notWritten()
    }

    package mutating func done(_ key: Key) {
        // Lab 05, step 1: yours to write.
        notWritten()
    }

    /// Those that fall due now join the others.
    private mutating func addDue(now: Moment) {
        // Lab 05, step 1: yours to write.
        notWritten()
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
