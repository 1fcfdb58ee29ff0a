internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import RaftContract

/// The state of a member after an entry, to be written as a file.
struct SnapshotJob: Sendable {
    let store: MultiVersionStore
    let cluster: ClusterState
    let position: EntryPosition
    let waiting: [CheckedContinuation<Result<Void, StoreError>, Never>]
    func writer(salt: UInt64) -> SnapshotWriter {
        SnapshotWriter(
            store, index: position.index, salt: salt, attachment: cluster.attachment(term: position.term))
    }
}

/// Writes a snapshot beside the log, and then removes what it replaces.
struct SnapshotFile: Sendable {
    let disk: any Disk
    /// What the reserve has at least, in bytes.
    private static let smallestReserve = 1 << 20

    /// - Returns: the snapshot's size in bytes.
    /// - Throws: ``DiskFull``, and all is as it was.
    func write(_ job: SnapshotJob, salt: UInt64) async throws -> Int {
        try await disk.perform {
            do { return try writeNow(job, salt: salt) } catch  where error.isDiskFull {
                try removeIfThere(Names.unfinished)
                throw DiskFull()
            }
        }
    }

    func writeNow(_ job: SnapshotJob, salt: UInt64) throws -> Int {
        let file = try disk.create(Names.unfinished)
        var writer = job.writer(salt: salt)
        var size = 0
        while let part = writer.next() {
            try file.append(part)
            size += part.count
        }
        // First the contents, then the name, then what they replace: a power cut in between loses nothing.
        try file.sync()
        try disk.rename(Names.unfinished, to: Names.snapshot(job.position.index))
        try disk.syncNames()
        try removeReplaced(by: job.position.index)
        return size
    }

    func removeReplaced(by index: Int) throws {
        for name in try disk.names() where isReplaced(name, by: index) { try disk.remove(name) }
    }

    private func isReplaced(_ name: String, by index: Int) -> Bool {
        if let snapshot = Names.index(name, of: "snapshot") { return snapshot < index }
        if let log = Names.index(name, of: "log") { return log <= index }
        return false
    }

    /// Sets space aside: as much as the next snapshot is likely to need.
    ///
    /// - Throws: ``DiskFull``; there is no reserve then.
    func makeReserve(for snapshotSize: Int) async throws {
        let size = max(Self.smallestReserve, snapshotSize + snapshotSize / 4)
        try await disk.perform {
            do { try disk.create(Names.reserve).allocate(size) } catch  where error.isDiskFull {
                try removeIfThere(Names.reserve)
                throw DiskFull()
            }
        }
    }

    func releaseReserve() async throws {
        try await disk.perform { try removeIfThere(Names.reserve) }
    }

    private func removeIfThere(_ name: String) throws {
        if try disk.names().contains(name) { try disk.remove(name) }
    }
}
