public import API
public import Schema

/// What decides in an API server, without sockets, clock and store: an API server in one value.
///
/// ```
///   who, what ──▶ permits ──▶ perform: read, decide, write if nobody was faster ──▶ objects, each with its version
///                    │                        ▲                                          │
///                  refused          merge patch, strategic merge                         └──▶ watch: what changed since
/// ```
/// It serves the built-in kinds, by the words of their paths. Nothing depends on chance, on time that isn't passed in,
/// or on the order of a dictionary.
public protocol APIServerCore: Sendable {
    /// - Parameter history: so many changes of each resource are remembered for those who watch; at least one.
    init(history: Int)

    /// get, list, create, update, patch, delete.
    ///
    /// - Parameters:
    ///   - meanwhile: what others do between this request's read and its write; the first of them when it first gets
    ///     there, the second when it gets there again.
    ///   - now: for `creationTimestamp` and `deletionTimestamp`.
    /// - Returns: the object as it is now, or as it last was; for `list` a list with `items`.
    mutating func perform(_ request: ObjectRequest, meanwhile: [ObjectRequest], now: Time) throws(Status) -> JSON

    /// All that happened after a version, oldest first, as somebody sees it who looks at a selection only.
    /// Throws 410 Expired when not all of it is remembered.
    func watch(_ request: WatchRequest) throws(Status) -> [WatchEvent]

    /// RFC 7386.
    func mergePatch(_ patch: JSON, of document: JSON) -> JSON

    /// - Parameter shape: of the kind: how each of its lists is merged.
    func strategicMergePatch(_ patch: JSON, of document: JSON, shape: Shape) throws(PatchError) -> JSON

    /// Role-based access control: whatever no rule permits is forbidden.
    func permits(_ wanted: AccessAttributes, to user: User, by policy: AccessPolicy) -> Bool
}
