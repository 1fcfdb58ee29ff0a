/// A watcher is a place in the list of changes, and the keys it cares about.
///
/// It isn't sent anything: when the store has moved on, its owner asks for what is next. So a slow watcher costs
/// nothing but waits, and if history is compacted before it got there it is told so.
public struct Watcher: Hashable, Sendable {
    public let span: KeySpan
    /// The first revision it has not seen.
    public var next: Int
    public var wantsPrevious = false
    public var wantsPuts = true
    public var wantsDeletions = true

    public init(_ span: KeySpan, from next: Int) {
        self.span = span
        self.next = next
    }
}

/// A change of one key, as a watcher sees it. A tombstone as the version says that the key was deleted.
public struct Notice: Hashable, Sendable {
    public var entry: Entry
    public var previous: Entry?

    public init(entry: Entry, previous: Entry? = nil) {
        self.entry = entry
        self.previous = previous
    }
}
