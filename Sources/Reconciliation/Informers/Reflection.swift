package import API
package import ReconciliationContract

/// How a copy of the API server's objects is kept: list once, then watch from the list's resource version on.
///
/// ```
///          ┌───────── 410 Gone, or an ERROR event ──────────┐
///          ▼                                                │
///       listing ── listed(items, version) ──▶ watching(from: version)
///          │  failed: back-off                 │  ▲  ADDED, MODIFIED, DELETED, BOOKMARK: version moves on
///          └──▶ listing                        └──┘  ended or failed: watch again from the version, with back-off
/// ```
/// Invariants: the store never shows less than it did at some version of the past; every difference between what it
/// showed and what it shows now comes out as exactly one ``Change``, also across a new list, whose omissions are
/// deletions. An event for what is known already changes nothing.
///
/// Source: client-go, tools/cache/reflector.go and delta_fifo.go. Left out: the queue of deltas between the watch and the
/// store (here a handler only puts keys into a work queue, which takes twice for once), streaming lists, list pages.
package struct Reflection<R: Resource>: Sendable {
    package private(set) var store: ObjectStore<R>
    package private(set) var request = ListWatchRequest.list
    /// True from the first complete list on.
    package private(set) var hasSynced = false
    private var backOff = BackOff(initial: .milliseconds(100), maximum: .seconds(2))
    /// Whether the watch under way has brought anything; one that ends without is not tried again at once.
    private var isFruitful = false

    package init(indexes: [Index<R>] = []) { store = ObjectStore(indexes: indexes) }

    /// A list has come: the store becomes what it says.
    package mutating func listed(_ items: [R], resourceVersion: String) -> [Change<R>] {
        // lab 05.3: begin
        request = .watch(resourceVersion: resourceVersion)
        hasSynced = true
        backOff.reset()
        let present = Set(items.map(\.key))
        let gone = store.keys.filter { !present.contains($0) }.compactMap { store.remove($0) }
        return gone.map(Change.deleted) + items.flatMap { set($0) }
        // lab 05.3: end
    }

    /// An event of the watch has come.
    package mutating func received(_ event: WatchEvent<R>) -> [Change<R>] {
        backOff.reset()
        isFruitful = true
        // lab 05.3: begin
        switch event {
        case .bookmark(let version):
            request = .watch(resourceVersion: version)
            return []
        case .added(let object), .modified(let object):
            request = .watch(resourceVersion: object.metadata.resourceVersion)
            return set(object)
        case .deleted(let object):
            request = .watch(resourceVersion: object.metadata.resourceVersion)
            return store.remove(object.key).map { _ in [.deleted(object)] } ?? []
        }
        // lab 05.3: end
    }

    /// The list or watch has failed, or the watch came to its end (nil).
    /// - Returns: how long to wait before ``request`` is tried.
    package mutating func ended(_ error: Status?) -> Duration {
        defer { isFruitful = false }
        // lab 05.3: begin
        if error?.code == 410, request != .list {
            request = .list
            return .zero
        }
        // lab 05.3: end
        return error == nil && isFruitful ? .zero : backOff.next()
    }

    /// Everything once more, as if it had changed into itself.
    package func resync() -> [Change<R>] {
        // lab 05.3: begin
        store.all.map { .modified(old: $0, new: $0) }
        // lab 05.3: end
    }

    /// An object that was replaced by another of the same name comes out as two changes.
    private mutating func set(_ object: R) -> [Change<R>] {
        // lab 05.3: begin
        guard let old = store.set(object) else { return [.added(object)] }
        if old.metadata.uid != object.metadata.uid { return [.deleted(old), .added(object)] }
        if old.metadata.resourceVersion == object.metadata.resourceVersion { return [] }
        return [.modified(old: old, new: object)]
        // lab 05.3: end
    }
}
