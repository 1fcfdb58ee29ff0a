import Etcd
import EtcdContract
import Testing

/// The files of the log: what is read back after every kind of accident.
@Suite struct LogTests {
    private static let sums: [([UInt8], UInt32)] = [
        (Array("123456789".utf8), 0xe306_9283), ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
        (Array(0..<32), 0x46dd_794e),
    ]

    @Test("The checksum is CRC-32C", arguments: sums)
    func checksum(bytes: [UInt8], sum: UInt32) { #expect(CRC32C.sum(bytes) == sum) }

    /// Two frames: one with two commands, one with one.
    private static let first: [Command] = [
        .write(.put(Put(Key("a"), Array("some value".utf8), lease: 5))), .grantLease(id: 5, timeToLive: 60),
    ]
    private static let second: [Command] = [
        .write(
            .transaction(
                Transaction(
                    if: [Condition(KeySpan([1], rangeEnd: [9]), .less, .value([4, 5]))],
                    then: [
                        .delete(Deletion(.all, wantsPrevious: true)), .range(RangeQuery(.all, revision: 4, limit: 9)),
                    ],
                    else: [.transaction(Transaction(if: [], then: []))])))
    ]

    private func log() -> (bytes: [UInt8], end: Int) {
        let header = FileHeader(kind: .log, salt: 99, index: 41)
        var writer = LogWriter(header)
        let bytes = header.bytes + writer.frame(Self.first)
        return (bytes + writer.frame(Self.second), bytes.count)
    }

    @Test("What was written is read back, and writing goes on behind it")
    func roundTrip() throws {
        let (bytes, _) = log()
        var recovered = try #require(try LogSegment.recover(bytes, isLast: false))
        #expect(recovered.commands == Self.first + Self.second)
        #expect(recovered.writer.nextIndex == 44)
        let more = try LogSegment.recover(bytes + recovered.writer.frame([.compact(revision: 7)]), isLast: true)
        #expect(more?.commands.last == .compact(revision: 7))
    }

    @Test("A last frame that is cut off at any byte is dropped, what is before it stays")
    func tornTail() throws {
        let (bytes, end) = log()
        for cut in end..<bytes.count {
            let recovered = try LogSegment.recover(Array(bytes[..<cut]), isLast: true)
            #expect(recovered?.commands == Self.first, "cut at \(cut)")
            #expect(recovered?.length == end, "cut at \(cut)")
            if cut > end {
                #expect(throws: LogSegment.Corruption.self) {
                    try LogSegment.recover(Array(bytes[..<cut]), isLast: false)
                }
            }
        }
    }

    @Test("A last frame with any byte wrong, or of zeros, is dropped too")
    func garbledTail() throws {
        let (bytes, end) = log()
        for position in end..<bytes.count {
            var garbled = bytes
            garbled[position] ^= 0x10
            #expect(try LogSegment.recover(garbled, isLast: true)?.commands == Self.first, "at \(position)")
        }
        let zeros = Array(bytes[..<end]) + [UInt8](repeating: 0, count: 4096)
        #expect(try LogSegment.recover(zeros, isLast: true)?.commands == Self.first)
    }

    @Test("A wrong byte anywhere before whole frames is corruption, not a torn tail")
    func corruption() throws {
        let (bytes, end) = log()
        for position in 0..<end {
            var garbled = bytes
            garbled[position] ^= 0x10
            #expect(throws: LogSegment.Corruption.self, "at \(position)") {
                try LogSegment.recover(garbled, isLast: true)
            }
        }
    }

    @Test("A value that looks like a frame is not taken for one")
    func lookalike() throws {
        let (foreign, end) = log()
        let header = FileHeader(kind: .log, salt: 100, index: 1)
        var writer = LogWriter(header)
        let bytes = header.bytes + writer.frame([.write(.put(Put(Key("log"), Array(foreign[28..<end]))))])
        let torn = try LogSegment.recover(Array(bytes.dropLast()), isLast: true)
        #expect(torn?.commands == [])
    }

    @Test("A file that was cut off in its header holds nothing")
    func tornHeader() throws {
        let (bytes, _) = log()
        for cut in 0..<FileHeader.length {
            #expect(try LogSegment.recover(Array(bytes[..<cut]), isLast: true) == nil)
        }
    }

    @Test("A snapshot that is cut off or garbled anywhere is refused")
    func snapshot() throws {
        var store = MultiVersionStore()
        try store.apply(.grantLease(id: 3, timeToLive: 9))
        for key in ["a", "b", "a"] { try store.apply(.write(.put(Put(Key(key), [1, 2, 3], lease: 3)))) }
        var writer = SnapshotWriter(store, index: 4, salt: 12)
        var bytes: [UInt8] = []
        while let part = writer.next() { bytes += part }
        #expect(try Snapshot(bytes).store.view.hash() == store.view.hash())
        for position in bytes.indices {
            var garbled = bytes
            garbled[position] ^= 1
            #expect(throws: LogSegment.Corruption.self) { try Snapshot(garbled) }
            #expect(throws: LogSegment.Corruption.self) { try Snapshot(Array(bytes[..<position])) }
        }
    }
}
