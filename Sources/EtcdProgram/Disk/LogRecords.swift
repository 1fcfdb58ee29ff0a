internal import Etcd
internal import EtcdContract
internal import RaftContract

/// What one frame of the log holds: what one `fdatasync` made durable.
///
/// ```
/// frame   hard state? │ entry │ entry │ …
/// ```
/// An entry replaces the one that was there with its index, and all behind that: so a conflicting tail is overwritten
/// by appending.
struct LogRecords: Hashable, Sendable {
    var hardState: HardState?
    var entries: [LogEntry]

    init(hardState: HardState? = nil, entries: [LogEntry] = []) {
        self.hardState = hardState
        self.entries = entries
    }

    var isEmpty: Bool { hardState == nil && entries.isEmpty }

    private static let hardStateKind: UInt8 = 1
    private static let entryKind: UInt8 = 2

    var bytes: [UInt8] {
        var writer = ByteWriter()
        if let hardState {
            writer.byte(Self.hardStateKind)
            writer.hardState(hardState)
        }
        for entry in entries {
            writer.byte(Self.entryKind)
            writer.logEntry(entry)
        }
        return writer.bytes
    }

    init(_ payload: ArraySlice<UInt8>) throws(CodingError) {
        self.init()
        var reader = ByteReader(payload)
        while !reader.isAtEnd {
            switch try reader.byte() {
            case Self.hardStateKind: hardState = try reader.hardState()
            case Self.entryKind: entries.append(try reader.logEntry())
            case let kind: throw CodingError(description: "a record of unknown kind \(kind)")
            }
        }
    }
}
