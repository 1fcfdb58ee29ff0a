package import EtcdContract
internal import Linux
internal import Synchronization

/// Where the store's values are: in a file, so that memory holds only the index.
///
/// Values are put one behind the other into a *segment* of about a mebibyte. The one that is being filled is in memory; a
/// full one is written, and what it held is read from the file from then on, one `pread` for a value.
///
/// ```
/// index   /a ─▶ value   /b ─▶ value   /c ─▶ value        memory
///                 │             │             │
/// file    [ segment … ] [   hole   ] [ segment … ] [ being filled ]
/// ```
/// A value holds on to its segment. With the last value the segment goes, and the disk gets its place back: counting
/// references is all the garbage collection there is. What survives of a segment that is nearly empty is put again now
/// and then, as a log-structured file system's cleaner does (`ValueCleaning`).
///
/// Nothing of it need survive: the log and the snapshots are what is safe, and with each start the file is filled anew.
/// So nothing is synced, and a value that doesn't fit on the disk stays in memory. But a value that can't be read back
/// is lost for this process, and there is no answer in its place: the process ends, and reads its log again.
///
/// Source: Rosenblum and Ousterhout, The Design and Implementation of a Log-Structured File System. Left out: a checksum
/// of each value; members compare the sums of all they have.
package final class ValueFile: Sendable {
    private let places: FilePlaces
    let segmentSize: Int
    private let filling: Mutex<Filling>

    /// - Parameters:
    ///   - segmentSize: in bytes; a longer value has a segment of its own.
    ///   - onFailure: is told why values stay in memory.
    package init(
        _ file: any ScratchFile, segmentSize: Int = 1 << 20,
        onFailure: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        places = FilePlaces(file, unit: segmentSize, onFailure: onFailure)
        self.segmentSize = segmentSize
        filling = Mutex(Filling(places, capacity: segmentSize))
    }

    /// Nil where there is no file, or no room for one: then values stay in memory.
    convenience init?(on disk: any Disk, onFailure: @escaping @Sendable (any Error) -> Void) throws {
        let file: (any ScratchFile)?
        do { file = try disk.scratchFile() } catch  where error.isDiskFull {
            onFailure(error)
            return nil
        }
        guard let file else { return nil }
        self.init(file, onFailure: onFailure)
    }

    /// The same value, kept here.
    package func keep(_ value: Value) -> Value { value.isEmpty || value.place != nil ? value : put(value.bytes) }

    func put(_ bytes: [UInt8]) -> Value {
        filling.withLock { filling in
            if filling.length > 0, filling.length + bytes.count > segmentSize {
                filling.segment.seal()
                filling = Filling(places, capacity: segmentSize)
            }
            return filling.append(bytes)
        }
    }

    /// What segments take of the file, in bytes.
    package var size: Int { places.size }

    /// The segment that is being filled.
    var currentPlace: ValuePlace { filling.withLock(\.place) }
}

extension ValueFile? {
    /// Without a file the value stays in memory.
    func keep(_ value: Value) -> Value { self?.keep(value) ?? value }
}

/// The segment that is being filled.
private struct Filling {
    let segment: Segment
    let place: ValuePlace
    private(set) var length = 0

    init(_ places: FilePlaces, capacity: Int) {
        let segment = Segment(places, capacity: capacity)
        self.segment = segment
        place = ValuePlace { segment.read($0) }
    }

    mutating func append(_ bytes: [UInt8]) -> Value {
        segment.append(bytes)
        defer { length += bytes.count }
        return Value(in: place, at: length, count: bytes.count)
    }
}

/// Values that were put one after the other, and live and go together.
private final class Segment: Sendable {
    private enum Contents {
        case memory([UInt8])
        case file(Range<Int>)
    }

    private let places: FilePlaces
    private let contents: Mutex<Contents>

    init(_ places: FilePlaces, capacity: Int) {
        self.places = places
        var bytes: [UInt8] = []
        bytes.reserveCapacity(capacity)
        contents = Mutex(.memory(bytes))
    }

    deinit {
        if case .file(let place) = contents.withLock({ $0 }) { places.giveBack(place) }
    }

    func append(_ more: [UInt8]) {
        contents.withLock { contents in
            guard case .memory(var bytes) = contents else { preconditionFailure("a sealed segment is full") }
            // From here on the array has one owner, and isn't copied.
            contents = .memory([])
            bytes += more
            contents = .memory(bytes)
        }
    }

    /// Nothing is put behind its end any more. Who reads meanwhile reads from memory.
    func seal() {
        guard case .memory(let bytes) = contents.withLock({ $0 }), let place = places.write(bytes) else { return }
        contents.withLock { $0 = .file(place) }
    }

    func read(_ range: Range<Int>) -> [UInt8] {
        let (bytes, start) = contents.withLock { contents -> ([UInt8], Int) in
            switch contents {
            case .memory(let bytes): (Array(bytes[range]), 0)
            case .file(let place): ([], place.lowerBound)
            }
        }
        return bytes.isEmpty ? places.read(start + range.lowerBound..<start + range.upperBound) : bytes
    }
}
