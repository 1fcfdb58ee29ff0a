import DequeModule
package import EtcdContract

/// The whole store as a file, so that the log before it can be thrown away.
///
/// The same header and frames as the log has; in the frames, records: first the numbers, then leases, then every
/// version of every key, at last a mark of the end. A snapshot without its end is none.
package struct SnapshotWriter: Sendable {
    /// A frame is closed when it is larger.
    private static let frameSize = 256 << 10

    private var seal: Seal
    private var keys: SortedMap<History>.Entries
    private let store: MultiVersionStore
    private let attachment: [UInt8]
    private var pending: [UInt8]?
    private var isDone = false

    /// - Parameters:
    ///   - index: the last command that the store has seen.
    ///   - attachment: what else belongs to the state at this index; the store doesn't look at it.
    package init(_ store: MultiVersionStore, index: Int, salt: UInt64, attachment: [UInt8] = []) {
        let header = FileHeader(kind: .snapshot, salt: salt, index: index)
        seal = header.seal
        self.store = store
        self.attachment = attachment
        keys = store.index.entries(in: .all)
        pending = header.bytes
    }

    /// The file's next bytes; nil at its end.
    package mutating func next() -> [UInt8]? {
        if isDone { return nil }
        guard let header = pending else { return seal.frame(records()) }
        pending = nil
        return header + seal.frame(numbers())
    }

    private func numbers() -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(SnapshotRecord.numbers)
        writer.int(store.revision)
        writer.int(store.compactRevision)
        for id in store.leases.ids {
            writer.byte(SnapshotRecord.lease)
            writer.int(id)
            writer.int(store.leases[id]?.timeToLive ?? 0)
        }
        if !attachment.isEmpty {
            writer.byte(SnapshotRecord.attachment)
            writer.bytes(attachment)
        }
        return writer.bytes
    }

    private mutating func records() -> [UInt8] {
        var writer = ByteWriter()
        while writer.bytes.count < Self.frameSize {
            guard let (key, history) = keys.next() else {
                writer.byte(SnapshotRecord.end)
                writer.int(store.keyCount)
                isDone = true
                break
            }
            writer.byte(SnapshotRecord.key)
            writer.history(history, of: key)
        }
        return writer.bytes
    }
}

private enum SnapshotRecord {
    static let numbers: UInt8 = 1
    static let lease: UInt8 = 2
    static let key: UInt8 = 3
    static let end: UInt8 = 4
    static let attachment: UInt8 = 5
}

/// A store that was read from a snapshot.
package struct Snapshot: Sendable {
    package private(set) var store = MultiVersionStore()
    /// The last command that it contains.
    package let index: Int
    package private(set) var attachment: [UInt8] = []
    /// Where the snapshot ends in the bytes it was read from.
    package private(set) var length = FileHeader.length
    private var isComplete = false

    /// - Parameter keep: puts a value where the store shall have it.
    package init(_ bytes: [UInt8], keep: (Value) -> Value = { $0 }) throws(LogCorruption) {
        guard let header = FileHeader(bytes[...]), header.kind == .snapshot else {
            throw LogCorruption("no header of a snapshot")
        }
        index = header.index
        var seal = header.seal
        while !isComplete {
            guard let frame = seal.open(bytes[length...]) else {
                throw LogCorruption("offset \(length): broken or cut off")
            }
            do { try read(frame.payload, keep) } catch { throw LogCorruption("offset \(length): \(error)") }
            length += frame.length
        }
        store.restoreChanges()
    }

    private mutating func read(_ payload: ArraySlice<UInt8>, _ keep: (Value) -> Value) throws(CodingError) {
        var reader = ByteReader(payload)
        while !reader.isAtEnd {
            switch try reader.byte() {
            case SnapshotRecord.numbers:
                store.revision = try reader.int()
                store.compactRevision = try reader.int()
            case SnapshotRecord.lease: try readLease(&reader)
            case SnapshotRecord.key: try store.restore(try reader.history(keep))
            case SnapshotRecord.attachment: attachment = try reader.bytes()
            case SnapshotRecord.end: try end(count: try reader.int())
            case let kind: throw CodingError(description: "a record of unknown kind \(kind)")
            }
        }
    }

    private mutating func readLease(_ reader: inout ByteReader) throws(CodingError) {
        let id = try reader.int()
        let timeToLive = try reader.int()
        do { try store.leases.grant(id, timeToLive: timeToLive) } catch {
            throw CodingError(description: "lease \(id) twice")
        }
    }

    private mutating func end(count: Int) throws(CodingError) {
        guard count == store.keyCount else { throw CodingError(description: "\(store.keyCount) keys, not \(count)") }
        isComplete = true
    }
}

extension MultiVersionStore {
    /// Keys come in order, as they were written.
    mutating func restore(_ found: (key: Key, history: History)) throws(CodingError) {
        guard index.append(found.key, found.history) else {
            throw CodingError(description: "key \(found.key) twice, or not in order")
        }
        size += Self.size(found.key, found.history)
        if let lease = found.history.current?.lease { leases.move(found.key, from: 0, to: lease) }
    }

    /// What changed when is in the versions themselves.
    mutating func restoreChanges() {
        changes.reserveCapacity(index.count)
        for place in places(where: { $0.revision.main >= compactRevision }) {
            changes.append(Change(revision: place.revision.main, key: place.key))
        }
    }
}

// MARK: - Entries as bytes

extension ByteWriter {
    mutating func entry(_ entry: Entry) {
        bytes(entry.key.bytes)
        version(entry.version)
    }

    fileprivate mutating func history(_ history: History, of key: Key) {
        bytes(key.bytes)
        int(history.versions.count)
        for version in history.versions { self.version(version) }
    }

    private mutating func version(_ version: Version) {
        int(version.revision.main)
        int(version.revision.sub)
        int(version.createRevision)
        int(version.number)
        int(version.lease)
        bytes(version.value.bytes)
    }
}

extension ByteReader {
    fileprivate mutating func history(
        _ keep: (Value) -> Value
    ) throws(CodingError) -> (key: Key, history: History) {
        let key = Key(try bytes())
        var history = History()
        for _ in 0..<(try count()) { history.append(try version(keep)) }
        return (key, history)
    }

    private mutating func version(_ keep: (Value) -> Value) throws(CodingError) -> Version {
        let revision = Revision(main: try int(), sub: try int())
        let createRevision = try int()
        let number = try int()
        let lease = try int()
        return Version(
            revision: revision, createRevision: createRevision, number: number, value: keep(Value(try bytes())),
            lease: lease)
    }
}
