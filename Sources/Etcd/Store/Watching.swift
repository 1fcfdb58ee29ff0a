import DequeModule
package import EtcdContract

/// What a watcher is told: the list of changes from its place on.
extension MultiVersionStore {
    /// What the watcher has not seen, at least of one revision and of no more than about `limit` changes; the watcher
    /// moves behind it. Empty if nothing of it is among them.
    package func advance(_ watcher: inout Watcher, limit: Int) throws(Refusal) -> [Notice] {
        // lab 02.5: begin
        if watcher.next < compactRevision { throw .compacted(revision: compactRevision) }
        guard watcher.next <= revision else { return [] }
        let first = changes.partition { $0.revision >= watcher.next }
        let last = end(of: first, limit: limit)
        let notices = changes[first..<last].compactMap { notice(of: $0, for: watcher) }
        watcher.next = last == changes.count ? revision + 1 : changes[last].revision
        return notices
        // lab 02.5: end
    }

    /// A revision's changes are never torn apart.
    private func end(of first: Int, limit: Int) -> Int {
        // lab 02.5: begin
        let last = first + limit
        guard last < changes.count else { return changes.count }
        return changes.partition { $0.revision > changes[last - 1].revision }
        // lab 02.5: end
    }

    private func notice(of change: Change, for watcher: Watcher) -> Notice? {
        // lab 02.5: begin
        guard watcher.span.contains(change.key), let found = index[change.key]?.change(at: change.revision),
            found.version.isTombstone ? watcher.wantsDeletions : watcher.wantsPuts
        else { return nil }
        let previous = watcher.wantsPrevious ? found.previous : nil
        return Notice(
            entry: Entry(key: change.key, version: found.version),
            previous: previous.map { Entry(key: change.key, version: $0) })
        // lab 02.5: end
    }
}
