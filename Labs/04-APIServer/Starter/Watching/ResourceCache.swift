import DequeModule
import LabWorker

/// All objects of one resource as of some revision, and the last changes that led there.
///
/// ```
///    store's watch ──▶ apply ──▶ objects, by key      ──▶ get, list
///                           └──▶ log ▪▪▪▪▪▪▪▪▪▪▪▪     ──▶ watch: each watcher reads on from its own place
///                                     ▲      ▲
///                                  cursor  cursor
/// ```
/// Invariant: the log holds every change after ``oldestRevision``. A watcher that asks for an older one, or that reads
/// so slowly that its place has left the log, is told to list again (410 Gone): memory is bounded by the log,
/// however many watchers there are and however slow.
package struct ResourceCache: Sendable {
    /// One change of one object.
    package struct Change: Sendable {
        package let revision: Int
        /// The new version, or for a deletion the last one, under the deletion's revision.
        package let object: StoredObject
        package let previous: StoredObject?
        package let isDeletion: Bool
    }

    package struct Limits: Sendable {
        package var changes = 4096
        package var bytes = 8 << 20
        package init() {}
    }

    package private(set) var objects = SortedObjects()
    /// The log is complete for every revision after this one.
    package private(set) var oldestRevision: Int
    private var log: Deque<Change> = []
    private var logBytes = 0
    /// The place in the order of all changes ever seen at which the log begins.
    private var firstPlace: Int
    private let limits: Limits

    /// - Parameter firstPlace: beyond every place of a cache that this one replaces, so that its watchers notice.
    package init(startingAt revision: Int, firstPlace: Int = 0, limits: Limits = Limits()) {
        oldestRevision = revision
        self.firstPlace = firstPlace
        self.limits = limits
    }

    /// Takes in an object that was there before the first change.
    package mutating func load(_ object: StoredObject) { objects.set(object) }

    package mutating func put(_ object: StoredObject) {
        let previous = objects.set(object)
        append(Change(revision: object.revision, object: object, previous: previous, isDeletion: false))
    }

    package mutating func delete(_ key: String, at revision: Int) {
        guard let previous = objects.remove(key) else { return }
        let last = previous.deleted(at: revision)
        append(Change(revision: revision, object: last, previous: previous, isDeletion: true))
    }

    private mutating func append(_ change: Change) {
        log.append(change)
        logBytes += change.object.text.count
        forgetOldest()
    }

    /// Until the log keeps its limits; one change stays, however large.
    private mutating func forgetOldest() {
        // Lab 04, step 3: yours to write.
        return
    }

    // MARK: Reading the log

    /// The place of the first change after a revision; nil when that has left the log.
    package func place(after revision: Int) -> Int? {
        // Lab 04, step 3: yours to write.
        notWritten()
    }

    /// The place after the last change.
    package var end: Int { firstPlace + log.count }

    /// Up to `limit` changes from a place on; nil when that place has left the log.
    package func changes(from place: Int, limit: Int) -> [Change]? {
        // Lab 04, step 3: yours to write.
        notWritten()
    }
}
