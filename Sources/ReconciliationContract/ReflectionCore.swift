public import API

/// What is to be asked of the API server next.
public enum ListWatchRequest: Hashable, Sendable {
    case list
    /// Everything that has happened since this version.
    case watch(resourceVersion: String)
}

/// A copy of the API server's objects of one kind, without the connection: answers go in, changes come out.
///
/// ```
///            ┌────── request ──────▶  API server
///   the copy │                            │
///            └── listed · received · ended ◀── a list, an event, the end
///                  │
///                  ▼  changes, for whoever acts on them
/// ```
/// The contract:
/// - Every difference between what `objects` showed and what it shows comes out as exactly one change, also when a new
///   list shows it: what the list lacks was deleted.
/// - The copy never goes back: an event for what is known already is no change.
/// - A resource version is a word, to be handed back and compared for equality, and nothing else.
///
/// (The contract names ConfigMaps, as any kind would do.)
public protocol ReflectionCore: Sendable {
    init()

    var request: ListWatchRequest { get }
    /// Whether the first list has come: before it, nothing that isn't there is known not to be there.
    var hasSynced: Bool { get }
    /// Sorted by key.
    var objects: [ConfigMap] { get }

    /// The list that was asked for.
    mutating func listed(_ items: [ConfigMap], resourceVersion: String) -> [Change<ConfigMap>]

    /// One event of the watch that was asked for.
    mutating func received(_ event: WatchEvent<ConfigMap>) -> [Change<ConfigMap>]

    /// The list or watch has failed, or the watch has come to its end (nil).
    /// - Returns: how long to wait before `request` is sent.
    mutating func ended(_ error: Status?) -> Duration

    /// Everything once more, as if it had changed into itself: for whoever may have missed something of its own.
    func resync() -> [Change<ConfigMap>]
}
