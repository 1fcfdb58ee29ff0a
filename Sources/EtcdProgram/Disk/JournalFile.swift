internal import Etcd
internal import EtcdContract

/// The log's file that is being written.
struct JournalFile: Sendable {
    /// Space is taken ahead in pieces of this size, so that a full disk shows before anything is promised.
    private static let piece = 256 << 10
    /// Of a frame around its records.
    private static let frameOverhead = 64

    private let file: any DiskFile
    /// Its first entry.
    let first: Int
    private var seal: Seal
    /// What is behind was not acknowledged.
    private(set) var length: Int
    private var allocated: Int

    /// - Parameters:
    ///   - seal: with which the next frame is sealed.
    ///   - length: how much of the file there is already.
    init(_ file: any DiskFile, first: Int, seal: Seal, length: Int) {
        self.file = file
        self.first = first
        self.seal = seal
        self.length = length
        allocated = length
    }

    /// A new log, which begins with these records; whole on the disk when this returns.
    static func create(_ header: FileHeader, _ first: LogRecords, on disk: any Disk) throws -> JournalFile {
        var seal = header.seal
        let bytes = header.bytes + seal.frame(first.bytes)
        let file = try disk.create(Names.log(header.index))
        try file.append(bytes)
        try file.sync()
        try disk.syncNames()
        return JournalFile(file, first: header.index, seal: seal, length: bytes.count)
    }

    func hasRoom(_ size: Int) -> Bool { length + size + Self.frameOverhead <= allocated }

    /// Makes sure that records of this size will fit.
    ///
    /// - Throws: ``DiskFull``
    mutating func makeRoom(_ size: Int) throws {
        let needed = length + size + Self.frameOverhead
        if needed <= allocated { return }
        do { try file.allocate(needed + Self.piece) } catch  where error.isDiskFull {
            do { try file.allocate(needed) } catch  where error.isDiskFull { throw DiskFull() }
            allocated = needed
            return
        }
        allocated = needed + Self.piece
    }

    /// Gives back what was taken ahead: only behind the last of the logs may there be anything.
    mutating func close() throws {
        try file.truncate(to: length)
        try file.sync()
        allocated = length
    }

    /// Returns when the records are durable.
    ///
    /// - Throws: ``DiskFull``, and the file is as it was. After other errors nobody knows what is on the disk.
    mutating func append(_ records: LogRecords) throws {
        var next = seal
        let frame = next.frame(records.bytes)
        do {
            try file.append(frame)
            try file.sync()
        } catch  where error.isDiskFull {
            try file.truncate(to: length)
            allocated = length
            throw DiskFull()
        }
        seal = next
        length += frame.count
    }
}
