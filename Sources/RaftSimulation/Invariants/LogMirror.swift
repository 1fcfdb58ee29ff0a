internal import RaftContract

/// A member's log as its outputs have shown it: what it believes to have, on disk or on the way there.
struct LogMirror {
    private(set) var snapshot: EntryPosition
    private(set) var entries: [LogEntry]

    init(_ persisted: Persisted) {
        snapshot = EntryPosition(term: persisted.snapshot.term, index: persisted.snapshot.index)
        entries = persisted.entries
    }

    var last: EntryPosition { entries.last?.position ?? snapshot }

    /// Nil for what isn't in the log, or is in the snapshot.
    func entry(_ index: LogIndex) -> LogEntry? {
        let place = index - snapshot.index - 1
        return entries.indices.contains(place) ? entries[place] : nil
    }

    /// Nil for what isn't in the log and isn't the snapshot's last entry.
    func term(_ index: LogIndex) -> Term? { index == snapshot.index ? snapshot.term : entry(index)?.term }

    /// Whether the entry is there, or was before a snapshot replaced it.
    func has(_ position: EntryPosition) -> Bool {
        position.index < snapshot.index || term(position.index) == position.term
    }

    /// - Parameter new: at least one, the first at most one behind the last.
    mutating func replace(with new: [LogEntry]) {
        guard let first = new.first else { return }
        entries.removeLast(max(0, last.index - first.index + 1))
        entries += new
    }

    mutating func install(_ point: SnapshotPoint) {
        snapshot = EntryPosition(term: point.term, index: point.index)
        entries = []
    }
}
