import DequeModule

/// A watcher is a place in the list of changes, and the keys it cares about.
///
/// It isn't sent anything: when the store has moved on, its owner asks for what is next. So a slow watcher costs
/// nothing but waits, and if history is compacted before it got there it is told so.
package struct Watcher: Hashable, Sendable {
    package let span: KeySpan
    /// The first revision it has not seen.
    package var next: Int
    package var wantsPrevious = false
    package var wantsPuts = true
    package var wantsDeletions = true

    package init(_ span: KeySpan, from next: Int) {
        self.span = span
        self.next = next
    }
}

/// A change of one key, as a watcher sees it. A tombstone as the version says that the key was deleted.
package struct Notice: Hashable, Sendable {
    package var entry: Entry
    package var previous: Entry?
}

extension MultiVersionStore {
    /// What the watcher has not seen, at least of one revision and of no more than about `limit` changes; the watcher
    /// moves behind it. Empty if nothing of it is among them.
    package func advance(_ watcher: inout Watcher, limit: Int) throws(Refusal) -> [Notice] {
        if watcher.next < compactRevision { throw .compacted(revision: compactRevision) }
        guard watcher.next <= revision else { return [] }
        let first = changes.partition { $0.revision.main >= watcher.next }
        let last = end(of: first, limit: limit)
        let notices = changes[first..<last].compactMap { notice(of: $0, for: watcher) }
        watcher.next = last == changes.count ? revision + 1 : changes[last].revision.main
        return notices
    }

    /// A revision's changes are never torn apart.
    private func end(of first: Int, limit: Int) -> Int {
        let last = first + limit
        guard last < changes.count else { return changes.count }
        return changes.partition { $0.revision.main > changes[last - 1].revision.main }
    }

    private func notice(of change: Change, for watcher: Watcher) -> Notice? {
        guard watcher.span.contains(change.key), let found = index[change.key]?.change(at: change.revision),
            found.version.isTombstone ? watcher.wantsDeletions : watcher.wantsPuts
        else { return nil }
        let previous = watcher.wantsPrevious ? found.previous : nil
        return Notice(
            entry: Entry(key: change.key, version: found.version),
            previous: previous.map { Entry(key: change.key, version: $0) })
    }
}
