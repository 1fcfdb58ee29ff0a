import LabWorker

/// The layout of the log's files, and of snapshots: a header, then frames, each sealed by a checksum.
///
/// ```
/// header   "dinghy" kind version │ salt (8) │ index (8) │ crc (4)
/// frame    magic (4) │ length (4) │ previous crc (4) │ crc (4) │ payload
/// ```
/// A frame's checksum is over the salt, its length, the checksum of the frame before it, and its payload. So frames
/// form a chain: none can be lost, moved or taken from another file unnoticed. The salt is random for each file;
/// without it a value that looks like a frame (somebody stores a log in the store) could be taken for one.
///
/// A frame is what one `fdatasync` made durable: nothing is written behind it before it is on the disk. Therefore a
/// broken frame with nothing whole behind it is a *torn tail*, a write that was cut off and never acknowledged, and may
/// be dropped; a broken frame with a whole one behind it is *corruption*, and what it held is lost: refuse to start.
package struct FileHeader: Hashable, Sendable {
    package enum Kind: UInt8, Sendable {
        case log = 0x4c
        case snapshot = 0x53
    }

    package static let length = 28
    private static let version: UInt8 = 1

    package var kind: Kind
    package var salt: UInt64
    /// A log's first entry; the last entry that a snapshot contains.
    package var index: Int

    package init(kind: Kind, salt: UInt64, index: Int) {
        self.kind = kind
        self.salt = salt
        self.index = index
    }

    package var bytes: [UInt8] {
        var writer = ByteWriter()
        for byte in "dinghy".utf8 { writer.byte(byte) }
        writer.byte(kind.rawValue)
        writer.byte(Self.version)
        writer.fixed(salt)
        writer.fixed(Int64(index))
        writer.fixed(CRC32C.sum(writer.bytes))
        return writer.bytes
    }

    /// Nil for what isn't a whole header.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count >= Self.length, let kind = Kind(rawValue: bytes[bytes.startIndex + 6]) else { return nil }
        var reader = ByteReader(bytes.dropFirst(8))
        guard let salt = try? reader.fixed(UInt64.self), let index = try? reader.fixed(Int64.self) else { return nil }
        self.init(kind: kind, salt: salt, index: Int(index))
        guard bytes.prefix(Self.length).elementsEqual(self.bytes) else { return nil }
    }

    /// The chain of frames begins with the header's own checksum.
    package var seal: Seal { Seal(salt: salt, previous: CRC32C.sum(bytes)) }
}

/// The state of a chain of frames: what the next frame is sealed with.
package struct Seal: Hashable, Sendable {
    let salt: UInt64
    private(set) var previous: UInt32

    package mutating func frame(_ payload: [UInt8]) -> [UInt8] {
        // Lab 02, step 1: yours to write.
        notWritten()
    }

    func sum(length: Int, previous: UInt32, payload: some Collection<UInt8>) -> UInt32 {
        // Lab 02, step 1: yours to write.
        notWritten()
    }

    /// The frame that begins here, if it is whole and the next one of the chain.
    mutating func open(_ bytes: ArraySlice<UInt8>) -> Frame? {
        guard let frame = Frame(bytes, salt: self), frame.previous == previous else { return nil }
        previous = frame.sum
        return frame
    }
}

struct Frame {
    static let magic: UInt32 = 0xd166_7ea5
    static let headerLength = 16

    let previous: UInt32
    let sum: UInt32
    let payload: ArraySlice<UInt8>

    var length: Int { Self.headerLength + payload.count }

    /// Nil if there is no whole frame here, wherever in the chain.
    init?(_ bytes: ArraySlice<UInt8>, salt seal: Seal) {
        // Lab 02, step 1: yours to write.
        notWritten()
    }

    /// True if a whole frame begins anywhere in these bytes.
    static func isAnywhere(in bytes: ArraySlice<UInt8>, salt seal: Seal) -> Bool {
        let first = UInt8(truncatingIfNeeded: magic)
        return bytes.indices.contains { bytes[$0] == first && Frame(bytes[$0...], salt: seal) != nil }
    }
}
