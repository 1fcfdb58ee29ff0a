internal import Etcd
internal import EtcdContract

/// The log and the snapshots on a disk.
///
/// ```
/// snapshot-…04b0      the store after command 1200
/// log-…04b1           commands from 1201 on
/// reserve             space set aside, so that on a full disk a compaction still has room to work
/// ```
/// A log's name is its first command, a snapshot's its last. A snapshot is begun together with a new log; when it is
/// complete, what came before both is removed.
struct Journal: Sendable {
    private let disk: any Disk
    private var writer: LogWriter
    private var file: any DiskFile
    /// Of the present log; what is behind was not acknowledged.
    private var length: Int
    /// Of the files before the present log.
    private var olderSize: Int

    var lastIndex: Int { writer.nextIndex - 1 }
    var size: Int { olderSize + length }

    /// Appends the commands and makes them durable: all of them, or none.
    ///
    /// - Throws: ``DiskFull``, after which the log is as it was. After other errors nobody knows what is on the disk:
    ///   the process must end, and find out when it starts again.
    mutating func append(_ commands: [Command]) async throws {
        var next = writer
        let frame = next.frame(commands)
        do {
            try await disk.perform { [file] in
                try file.append(frame)
                try file.sync()
            }
        } catch  where error.isDiskFull {
            try await disk.perform { [file, length] in try file.truncate(to: length) }
            throw DiskFull()
        }
        writer = next
        length += frame.count
    }

    /// Begins a new log, so that a snapshot of all before it can be made.
    mutating func rotate(salt: UInt64) async throws {
        let header = FileHeader(kind: .log, salt: salt, index: writer.nextIndex)
        do {
            file = try await disk.perform { [disk] in try Self.create(header, on: disk) }
        } catch  where error.isDiskFull {
            // A half-written header would look like the last log at the next start.
            try await disk.perform { [disk] in try disk.remove(Names.log(header.index)) }
            throw DiskFull()
        }
        olderSize += length
        length = FileHeader.length
        writer = LogWriter(header)
    }

    /// The snapshot before this log is complete: now the older files are gone and this is what is left of them.
    mutating func replaceOlder(size: Int) { olderSize = size }

    private static func create(_ header: FileHeader, on disk: any Disk) throws -> any DiskFile {
        let file = try disk.create(Names.log(header.index))
        try file.append(header.bytes)
        try file.sync()
        try disk.syncNames()
        return file
    }
}

enum Names {
    static let reserve = "reserve"
    static let unfinished = "snapshot.new"
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

// MARK: - Starting

/// The data directory can't be used as it is; a person has to look at it.
package struct RecoveryError: Error, CustomStringConvertible {
    package var description: String
}

extension Journal {
    struct Recovered: Sendable {
        var journal: Journal
        var store: MultiVersionStore
        /// What was cut off the end of the log: writes that were never acknowledged.
        var tornBytes: Int
    }

    /// Reads the newest snapshot and the log after it; cuts a torn tail off.
    static func recover(_ disk: any Disk, salt: UInt64) throws -> Recovered {
        let names = try disk.names()
        if names.contains(Names.unfinished) { try disk.remove(Names.unfinished) }
        var recovery = Recovery(disk: disk)
        if let index = names.compactMap({ Names.index($0, of: "snapshot") }).max() { try recovery.readSnapshot(index) }
        let logs = names.compactMap { Names.index($0, of: "log") }.sorted()
        for (position, index) in logs.enumerated() {
            try recovery.readLog(index, next: logs.dropFirst(position + 1).first)
        }
        return try recovery.finish(salt: salt)
    }

    private init(_ disk: any Disk, _ writer: LogWriter, _ file: any DiskFile, length: Int, olderSize: Int) {
        self.disk = disk
        self.writer = writer
        self.file = file
        self.length = length
        self.olderSize = olderSize
    }

    private struct Recovery {
        let disk: any Disk
        var store = MultiVersionStore()
        /// The last command that the store has seen.
        var index = 0
        var last: (log: LogSegment.Recovered, size: Int)?
        var olderSize = 0

        mutating func readSnapshot(_ snapshotIndex: Int) throws {
            let name = Names.snapshot(snapshotIndex)
            let bytes = try disk.read(name)
            do { store = try Snapshot(bytes).store } catch { throw RecoveryError(description: "\(name): \(error)") }
            index = snapshotIndex
            olderSize = bytes.count
        }

        mutating func readLog(_ first: Int, next: Int?) throws {
            let name = Names.log(first)
            // All of it is in the snapshot; only the removal was cut off.
            if let next, next <= index + 1 { return try disk.remove(name) }
            if first > index + 1 {
                throw RecoveryError(description: "commands \(index + 1) to \(first - 1) are missing")
            }
            let bytes = try disk.read(name)
            do {
                guard let log = try LogSegment.recover(bytes, isLast: next == nil) else { return try disk.remove(name) }
                for command in log.commands.dropFirst(index + 1 - first) { replay(command) }
                index = log.writer.nextIndex - 1
                if let last { olderSize += last.size }
                last = (log, bytes.count)
            } catch let corruption as LogSegment.Corruption {
                throw RecoveryError(description: "\(name): \(corruption)")
            }
        }

        /// What was refused at first is refused again, and changed nothing.
        private mutating func replay(_ command: Command) {
            do { try store.apply(command) } catch {}
        }

        func finish(salt: UInt64) throws -> Recovered {
            guard let last, last.log.writer.nextIndex == index + 1 else { return try beginLog(salt: salt) }
            let file = try disk.open(Names.log(last.log.writer.header.index), length: last.log.length)
            let journal = Journal(
                disk, last.log.writer, file, length: last.log.length, olderSize: olderSize)
            return Recovered(journal: journal, store: store, tornBytes: last.size - last.log.length)
        }

        private func beginLog(salt: UInt64) throws -> Recovered {
            let header = FileHeader(kind: .log, salt: salt, index: index + 1)
            let journal = Journal(
                disk, LogWriter(header), try Journal.create(header, on: disk), length: FileHeader.length,
                olderSize: olderSize)
            return Recovered(journal: journal, store: store, tornBytes: 0)
        }
    }
}
