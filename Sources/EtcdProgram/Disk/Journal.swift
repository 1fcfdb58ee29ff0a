internal import DequeModule
internal import Etcd
internal import EtcdContract
internal import RaftContract

/// What a member of the cluster must not forget, on its disk: its log, its votes, and snapshots.
///
/// ```
/// member              who it is
/// snapshot-…04b0      the store after entry 1200
/// log-…04b1           entries from 1201 on
/// reserve             space set aside, so that on a full disk a compaction still has room to work
/// ```
/// A log's name is its first entry, a snapshot's its last. A snapshot is begun together with a new log, which says all
/// that is needed besides the snapshot: the hard state, and the entries that were not applied yet. When the snapshot is
/// complete, what came before both is removed.
struct Journal: Sendable {
    let disk: any Disk
    private var log: JournalFile
    /// Of the files before the present log.
    private var olderSize: Int
    private(set) var hardState: HardState
    private(set) var last: EntryPosition
    /// Entries that no snapshot can contain yet.
    private var unapplied: Deque<LogEntry>

    var size: Int { olderSize + log.length }
    /// What is on the disk of the present log, if nothing happens to it there.
    var written: WrittenLog { WrittenLog(first: log.first, length: log.length) }

    init(
        disk: any Disk, log: JournalFile, olderSize: Int, hardState: HardState, last: EntryPosition,
        unapplied: [LogEntry]
    ) {
        self.disk = disk
        self.log = log
        self.olderSize = olderSize
        self.hardState = hardState
        self.last = last
        self.unapplied = Deque(unapplied)
    }

    /// Makes sure that entries of this size will fit.
    ///
    /// - Throws: ``DiskFull``
    mutating func makeRoom(_ size: Int) async throws {
        if log.hasRoom(size) { return }
        try await onDisk { try $0.makeRoom(size) }
    }

    /// Changes the log where calls may block.
    private mutating func onDisk(_ change: @escaping @Sendable (inout JournalFile) throws -> Void) async throws {
        log = try await disk.perform { [log] in
            var log = log
            try change(&log)
            return log
        }
    }

    /// Makes an output of the core durable: all of it, or none. What is known to be chosen is written when there is
    /// something else to write: it can be found out again.
    ///
    /// - Parameter beside: on another thread, because there is something to be done meanwhile. Changing threads costs
    ///   nearly as much time as a good disk.
    /// - Throws: ``DiskFull``, after which the log is as it was. After other errors the process must end, and find out
    ///   what is on the disk when it starts again.
    mutating func write(_ newState: HardState?, _ entries: [LogEntry], beside: Bool) async throws {
        let isNew = newState.map { $0.term != hardState.term || $0.vote != hardState.vote } ?? false
        if let newState { hardState = newState }
        if !isNew, entries.isEmpty { return }
        let records = LogRecords(hardState: newState, entries: entries)
        if beside {
            try await onDisk { try $0.append(records) }
        } else {
            try log.append(records)
        }
        note(entries)
    }

    private mutating func note(_ entries: [LogEntry]) {
        guard let first = entries.first, let newest = entries.last else { return }
        while let behind = unapplied.last, behind.index >= first.index { unapplied.removeLast() }
        unapplied.append(contentsOf: entries)
        last = newest.position
    }

    /// A snapshot can contain everything through this index from now on.
    mutating func noteApplied(through index: LogIndex) {
        while let first = unapplied.first, first.index <= index { unapplied.removeFirst() }
    }

    /// A new list of what isn't applied: the old one keeps the room for all that was read at the start.
    mutating func giveBackRoom() { unapplied = Deque(unapplied[...]) }

    /// Begins a new log behind what is applied, so that a snapshot of all before it can be made.
    ///
    /// - Throws: ``DiskFull``, and the old log goes on.
    mutating func rotate(after applied: LogIndex, salt: UInt64) async throws {
        if log.first == applied + 1 { return }
        let header = FileHeader(kind: .log, salt: salt, index: applied + 1)
        let first = LogRecords(hardState: hardState, entries: Array(unapplied))
        try await onDisk { try $0.close() }
        do {
            let older = log.length
            log = try await disk.perform { [disk] in try JournalFile.create(header, first, on: disk) }
            olderSize += older
        } catch  where error.isDiskFull {
            // A half-written one would look like the last log at the next start.
            try await disk.perform { [disk] in try disk.remove(Names.log(header.index)) }
            throw DiskFull()
        }
    }

    /// The snapshot before this log is complete: now the older files are gone and this is what is left of them.
    mutating func replaceOlder(size: Int) { olderSize = size }

    /// A snapshot that came from the leader takes the place of everything.
    mutating func install(_ received: ReceivedSnapshot, hardState newState: HardState?, salt: UInt64) async throws {
        if let newState { hardState = newState }
        let header = FileHeader(kind: .log, salt: salt, index: received.point.index + 1)
        let first = LogRecords(hardState: hardState)
        log = try await disk.perform { [disk] in
            try disk.rename(received.file, to: Names.snapshot(received.point.index))
            try disk.syncNames()
            let log = try JournalFile.create(header, first, on: disk)
            try SnapshotFile(disk: disk).removeReplaced(by: received.point.index)
            return log
        }
        unapplied = []
        olderSize = received.size
        last = EntryPosition(term: received.point.term, index: received.point.index)
    }
}

/// How much of a log there must be.
struct WrittenLog: Hashable, Sendable {
    var first: LogIndex
    var length: Int
}

enum Names {
    static let reserve = "reserve"
    static let unfinished = "snapshot.new"
    static let received = "snapshot.received"
    static func log(_ index: Int) -> String { "log-" + digits(index) }
    static func snapshot(_ index: Int) -> String { "snapshot-" + digits(index) }

    static func index(_ name: String, of kind: String) -> Int? {
        name.hasPrefix(kind + "-") ? Int(name.dropFirst(kind.count + 1), radix: 16) : nil
    }

    /// As many digits each, so that names are in the order of their numbers.
    private static func digits(_ index: Int) -> String {
        let text = String(index, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
