package import API

/// What happened to an object, as the store saw it.
package enum Change<R: Resource>: Sendable {
    case added(R)
    case modified(old: R, new: R)
    /// With the last state that was seen.
    case deleted(R)

    /// The object as it is now, or was at last.
    package var object: R {
        switch self {
        case .added(let object), .modified(_, let object), .deleted(let object): object
        }
    }
}

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
/// deletions. An event that is older than what is known changes nothing.
///
/// Source: client-go, tools/cache/reflector.go. Left out: streaming lists (sendInitialEvents), list pages.
package struct Reflection<R: Resource>: Sendable {
    package enum Request: Sendable, Hashable {
        case list
        case watch(resourceVersion: String)
    }

    package private(set) var store: ObjectStore<R>
    package private(set) var request = Request.list
    /// True from the first complete list on.
    package private(set) var hasSynced = false
    private var backOff = BackOff(initial: .milliseconds(100), maximum: .seconds(2))
    /// Whether the watch under way has brought anything; one that ends without is not tried again at once.
    private var isFruitful = false

    package init(indexes: [Index<R>] = []) { store = ObjectStore(indexes: indexes) }

    /// A list has come: the store becomes what it says.
    package mutating func listed(_ items: [R], resourceVersion: String) -> [Change<R>] {
        request = .watch(resourceVersion: resourceVersion)
        hasSynced = true
        backOff.reset()
        let present = Set(items.map(\.key))
        let gone = store.keys.filter { !present.contains($0) }.compactMap { store.remove($0) }
        return gone.map(Change.deleted) + items.flatMap { set($0) }
    }

    /// An event of the watch has come.
    package mutating func received(_ event: WatchEvent<R>) -> [Change<R>] {
        backOff.reset()
        isFruitful = true
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
    }

    /// The list or watch has failed, or the watch came to its end (nil).
    /// - Returns: how long to wait before ``request`` is tried.
    package mutating func ended(_ error: Status?) -> Duration {
        defer { isFruitful = false }
        if error?.isGone == true, request != .list {
            request = .list
            return .zero
        }
        return error == nil && isFruitful ? .zero : backOff.next()
    }

    /// An object that was replaced by another of the same name comes out as two changes.
    private mutating func set(_ object: R) -> [Change<R>] {
        guard let old = store.set(object) else { return [.added(object)] }
        if old.metadata.uid != object.metadata.uid { return [.deleted(old), .added(object)] }
        if old.metadata.resourceVersion == object.metadata.resourceVersion { return [] }
        return [.modified(old: old, new: object)]
    }
}
