internal import RaftContract

/// A member's disk, and what a crash makes of it.
///
/// What was written is safe only after a sync. Until then a crash may keep any beginning of it: records were written in
/// order, and a torn one is known by its checksum and cut off, with all behind it.
/// ```
///   image (safe)  ◀── sync ──  unsynced: [entry 7] [entry 8] [hard state]
///                                                 ▲ crash: what is right of here is gone
/// ```
struct Disk {
    private(set) var image: DiskImage
    private var unsynced: [Record] = []

    enum Record {
        case snapshot(SnapshotPoint, KeyValueMachine)
        case entry(LogEntry)
        case hardState(HardState)
        /// Several in one frame: all of them or none.
        case frame([Record])
    }

    init(_ image: DiskImage) { self.image = image }

    /// - Parameter asOneFrame: whether a crash can keep but a part of it.
    mutating func write(_ output: RaftOutput, _ machine: KeyValueMachine?, asOneFrame: Bool) {
        var records: [Record] = []
        if let point = output.snapshot, let machine { records.append(.snapshot(point, machine)) }
        records += output.entries.map { .entry($0) }
        // Last: a commit index must never stand there without the entries that it speaks of.
        if let state = output.hardState { records.append(.hardState(state)) }
        unsynced += asOneFrame ? [.frame(records)] : records
    }

    mutating func sync() {
        for record in unsynced { image.apply(record) }
        unsynced = []
    }

    /// The power is gone.
    mutating func crash(_ chance: inout Chance) {
        unsynced = Array(unsynced.prefix(chance.int(in: 0...unsynced.count)))
        sync()
    }

    /// A snapshot of one's own is in a file beside, and safe before anything relies on it.
    mutating func save(_ point: SnapshotPoint, _ machine: KeyValueMachine) {
        sync()
        image.replaceBeginning(by: point, machine)
    }
}

/// What is really there.
struct DiskImage {
    var persisted: Persisted
    /// The snapshot's content.
    var machine: KeyValueMachine

    var last: EntryPosition {
        persisted.entries.last?.position
            ?? EntryPosition(term: persisted.snapshot.term, index: persisted.snapshot.index)
    }

    func has(_ position: EntryPosition) -> Bool {
        let snapshot = persisted.snapshot.index
        if position.index <= snapshot { return true }
        let place = position.index - snapshot - 1
        return place < persisted.entries.count && persisted.entries[place].term == position.term
    }

    mutating func apply(_ record: Disk.Record) {
        switch record {
        case .snapshot(let point, let machine):
            (persisted.snapshot, self.machine) = (point, machine)
            persisted.entries = []
        case .entry(let entry):
            persisted.entries.removeLast(max(0, last.index - entry.index + 1))
            persisted.entries.append(entry)
        case .hardState(let state): persisted.hardState = state
        case .frame(let records): for record in records { apply(record) }
        }
    }

    mutating func replaceBeginning(by point: SnapshotPoint, _ machine: KeyValueMachine) {
        guard point.index > persisted.snapshot.index else { return }
        persisted.entries.removeFirst(min(persisted.entries.count, point.index - persisted.snapshot.index))
        (persisted.snapshot, self.machine) = (point, machine)
    }
}
