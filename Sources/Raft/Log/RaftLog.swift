import DequeModule
import RaftContract

/// The replicated log, as one member has it.
///
/// ```
///              base                      applied        commit            durable      last
///   …compacted… │ 6 │ 7 │ 8 │ 9 │ 10 │ 11 │ 12 │ 13 │ 14 │ 15 │ 16 │ 17 │ 18 │ 19 │ 20 │ 21
///                 ◀────── given out ──────▶                              ◀─ not on disk yet ▶
/// ```
/// Invariants: `base ≤ applied ≤ commit ≤ last` and `durable ≤ last`; terms never fall along the log; an entry through
/// `commit` is never replaced. Every step takes the same time however long the log is, but for the entries it is about.
struct RaftLog: Sendable {
    /// What stands before the first entry: the latest snapshot, or index 0 with the first members.
    private(set) var base: SnapshotPoint
    private var entries: Deque<LogEntry> = []
    /// Known to be committed.
    private(set) var commit: LogIndex
    /// Given out for applying.
    private(set) var applied: LogIndex
    /// On this member's disk.
    private(set) var durable: LogIndex
    /// Given out for writing.
    private var written: LogIndex
    /// All memberships since the base, the base's first; hardly ever more than two.
    private var memberships: [(index: LogIndex, membership: Membership)]

    init(after base: SnapshotPoint) {
        self.base = base
        (commit, applied, durable, written) = (base.index, base.index, base.index, base.index)
        memberships = [(base.index, base.membership)]
    }

    // MARK: - Looking

    var last: EntryPosition { entries.last?.position ?? EntryPosition(term: base.term, index: base.index) }

    /// Nil where there is no entry: compacted, or not yet there.
    func term(at index: LogIndex) -> Term? {
        if index == base.index { return base.term }
        guard index > base.index, index <= last.index else { return nil }
        return self[index].term
    }

    func has(_ position: EntryPosition) -> Bool { term(at: position.index) == position.term }

    subscript(index: LogIndex) -> LogEntry { entries[index - base.index - 1] }

    /// The entries from an index on, as many as fit; one always does.
    func entries(from first: LogIndex, maxBytes: Int = .max) -> [LogEntry] {
        guard first <= last.index else { return [] }
        var bytes = self[first].size
        var end = first + 1
        while end <= last.index {
            bytes += self[end].size
            if bytes > maxBytes { break }
            end += 1
        }
        return Array(entries[(first - base.index - 1)..<(end - base.index - 1)])
    }

    /// The newest entry through `index` whose term is no later than `term`: where two logs may agree at the latest, when
    /// one has `term` at `index` and the other something else (end of §5.3 of the paper).
    func newestEntry(through index: LogIndex, noLaterThan term: Term) -> EntryPosition {
        var (low, high) = (base.index, max(base.index, min(index, last.index)))
        while low < high {
            let middle = (low + high + 1) / 2
            if self[middle].term <= term { low = middle } else { high = middle - 1 }
        }
        return EntryPosition(term: self.term(at: low) ?? 0, index: low)
    }

    // MARK: - Appending

    mutating func append(_ entry: LogEntry) {
        precondition(entry.index == last.index + 1, "an entry was put behind a gap in the log")
        if case .membership(let membership, _) = entry.content { memberships.append((entry.index, membership)) }
        entries.append(entry)
    }

    /// Throws away what stands behind an entry.
    mutating func truncate(after index: LogIndex) {
        precondition(index >= commit, "a committed entry was to be replaced: two leaders, or a lost disk")
        guard index < last.index else { return }
        entries.removeLast(last.index - index)
        durable = min(durable, index)
        written = min(written, index)
        while let newest = memberships.last, newest.index > index { memberships.removeLast() }
    }

    // MARK: - Members

    /// The latest in the log counts, committed or not (§6 of the paper).
    var membership: Membership { memberships[memberships.count - 1].membership }
    var membershipIndex: LogIndex { memberships[memberships.count - 1].index }
    var committedMembership: Membership {
        (memberships.last { $0.index <= commit } ?? memberships[0]).membership
    }

    // MARK: - Committing and applying

    mutating func commit(through index: LogIndex) { commit = max(commit, min(index, last.index)) }

    /// The committed entries that were not given out yet, through `limit`.
    mutating func takeCommitted(through limit: LogIndex) -> [LogEntry] {
        let end = min(commit, limit)
        guard applied < end else { return [] }
        let range = (applied - base.index)..<(end - base.index)
        applied = end
        return Array(entries[range])
    }

    // MARK: - The disk

    /// What the disk has at the start.
    mutating func restore(_ entries: [LogEntry], commit: LogIndex) {
        self.entries.reserveCapacity(entries.count)
        for entry in entries where entry.index > base.index { append(entry) }
        (durable, written) = (last.index, last.index)
        self.commit(through: commit)
    }

    /// The entries that were not given out for writing yet.
    mutating func takeUnwritten() -> [LogEntry] {
        guard written < last.index else { return [] }
        let range = (written - base.index)..<entries.count
        written = last.index
        return Array(entries[range])
    }

    /// The disk has what was given out, through this entry. If it has been replaced meanwhile, that is nothing.
    mutating func persisted(_ position: EntryPosition) {
        guard position.index > durable, position.index <= written, has(position) else { return }
        durable = position.index
    }

    // MARK: - Snapshots

    /// The entries through this one go.
    mutating func compact(through index: LogIndex) {
        guard index > base.index, index <= applied, let term = term(at: index) else { return }
        let current = memberships.last { $0.index <= index }?.membership ?? base.membership
        // A new one: the old one keeps the room for all that it ever held.
        entries = Deque(entries[(index - base.index)...])
        memberships.removeAll { $0.index <= index }
        base = SnapshotPoint(index: index, term: term, membership: current)
        memberships.insert((index, current), at: 0)
        durable = max(durable, index)
    }

    /// A snapshot takes the place of everything.
    mutating func restart(after point: SnapshotPoint) {
        let durable = min(durable, commit)
        self = RaftLog(after: point)
        self.durable = durable
    }
}
