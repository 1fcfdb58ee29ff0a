internal import Etcd
internal import EtcdContract
internal import RaftContract

/// The data directory can't be used as it is; a person has to look at it.
package struct RecoveryError: Error, CustomStringConvertible {
    package var description: String
}

/// What a member finds on its disk when it starts.
struct Recovered: Sendable {
    var identity: Identity
    var journal: Journal
    /// As of the snapshot.
    var store: MultiVersionStore
    var cluster: ClusterState
    /// The snapshot, and the log after it.
    var persisted: Persisted
    /// What was cut off the end of the log: writes that were never acknowledged.
    var tornBytes: Int
}

/// Reads the newest snapshot and the logs after it; cuts a torn tail off.
struct Recovery {
    private let disk: any Disk
    private let values: ValueFile?
    private var store = MultiVersionStore()
    private var cluster = ClusterState()
    private var point = SnapshotPoint()
    private var hardState = HardState()
    /// From the one after the snapshot on.
    private var entries: [LogEntry] = []
    /// The term of the log's entry with the snapshot's index, if the log has one.
    private var termAtPoint: Term?
    private var newest: (name: String, frames: LogFrames, size: Int, tornBytes: Int)?
    private var olderSize = 0
    /// Of the last record of the newest log.
    private var lastWritten: LogIndex = 0

    /// - Parameter values: takes the store's values; nil: they stay in memory.
    static func recover(_ disk: any Disk, into values: ValueFile?, salt: UInt64) throws -> Recovered {
        var recovery = Recovery(disk: disk, values: values)
        return try recovery.run(salt: salt)
    }

    private init(disk: any Disk, values: ValueFile?) {
        self.disk = disk
        self.values = values
    }

    private mutating func run(salt: UInt64) throws -> Recovered {
        let identity = try MemberFile.read(from: disk)
        let names = try disk.names()
        for name in names where name == Names.unfinished || name.hasPrefix(Names.received) { try disk.remove(name) }
        if let index = names.compactMap({ Names.index($0, of: "snapshot") }).max() { try readSnapshot(index) }
        let logs = names.compactMap { Names.index($0, of: "log") }.sorted()
        for (position, index) in logs.enumerated() {
            try readLog(index, next: logs.dropFirst(position + 1).first)
        }
        return try finish(identity, salt: salt)
    }

    private mutating func readSnapshot(_ index: Int) throws {
        let name = Names.snapshot(index)
        let bytes = try disk.read(name)
        do {
            let snapshot = try Snapshot(bytes, keep: values.keep)
            let (cluster, term) = try ClusterState.read(snapshot.attachment)
            store = snapshot.store
            self.cluster = cluster
            point = SnapshotPoint(index: index, term: term, membership: cluster.membership)
        } catch { throw RecoveryError(description: "\(name): \(error)") }
        olderSize = bytes.count
    }

    private mutating func readLog(_ first: Int, next: Int?) throws {
        let name = Names.log(first)
        // The next one says everything that this one says behind the snapshot; only the removal was cut off.
        if let next, next <= point.index + 1 { return try disk.remove(name) }
        let bytes = try disk.read(name)
        let frames: LogFrames?
        do { frames = try LogFrames(bytes, isLast: next == nil) } catch {
            throw RecoveryError(description: "\(name): \(error)")
        }
        // A log is used only when its first frame is on the disk.
        guard let frames, !frames.frames.isEmpty else { return try disk.remove(name) }
        try begin(at: first)
        for frame in frames.frames {
            do { try take(try LogRecords(frame.payload)) } catch {
                throw RecoveryError(description: "\(name): offset \(frame.offset): \(error)")
            }
        }
        olderSize += newest?.size ?? 0
        // Zeros are space taken ahead.
        let torn = bytes[frames.length...].lastIndex { $0 != 0 }.map { $0 + 1 - frames.length }
        newest = (name, frames, bytes.count, torn ?? 0)
    }

    /// A new log repeats what is behind its beginning.
    private mutating func begin(at first: LogIndex) throws {
        if first <= point.index + 1 {
            entries = []
            termAtPoint = nil
        } else {
            try drop(from: first)
        }
        lastWritten = first - 1
    }

    private mutating func take(_ records: LogRecords) throws {
        if let hardState = records.hardState { self.hardState = hardState }
        for entry in records.entries {
            lastWritten = entry.index
            if entry.index <= point.index {
                entries = []
                termAtPoint = entry.index == point.index ? entry.term : nil
            } else {
                try drop(from: entry.index)
                entries.append(entry)
            }
        }
    }

    /// What is there from this index on is overwritten.
    private mutating func drop(from index: LogIndex) throws {
        let kept = index - point.index - 1
        if kept > entries.count {
            throw RecoveryError(
                description: "entries \(point.index + entries.count + 1) to \(index - 1) are missing")
        }
        entries.removeSubrange(kept...)
    }
}

// MARK: - Going on

extension Recovery {
    private mutating func finish(_ identity: Identity, salt: UInt64) throws -> Recovered {
        // The snapshot came from another leader than the entries did (figure 13 of the paper, rule 6).
        if let termAtPoint, termAtPoint != point.term {
            entries = []
            newest = nil
        }
        hardState.term = max(hardState.term, point.term)
        hardState.commit = min(max(hardState.commit, point.index), entries.last?.index ?? point.index)
        let last = entries.last?.position ?? EntryPosition(term: point.term, index: point.index)
        let (log, torn) = try openLog(last: last, salt: salt)
        let journal = Journal(
            disk: disk, log: log, olderSize: olderSize, hardState: hardState, last: last, unapplied: entries)
        return Recovered(
            identity: identity, journal: journal, store: store, cluster: cluster,
            persisted: Persisted(hardState: hardState, snapshot: point, entries: entries), tornBytes: torn)
    }

    /// The newest log, if what is written next belongs behind it; otherwise a new one.
    private mutating func openLog(last: EntryPosition, salt: UInt64) throws -> (JournalFile, torn: Int) {
        if let newest, lastWritten == last.index {
            let file = try disk.open(newest.name, length: newest.frames.length)
            let log = JournalFile(
                file, first: newest.frames.header.index, seal: newest.frames.seal, length: newest.frames.length)
            return (log, newest.tornBytes)
        }
        olderSize += newest?.size ?? 0
        let header = FileHeader(kind: .log, salt: salt, index: point.index + 1)
        return (try JournalFile.create(header, LogRecords(hardState: hardState, entries: entries), on: disk), 0)
    }
}
