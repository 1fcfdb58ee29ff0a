import Etcd
import EtcdAPI
import EtcdContract
import EtcdProgram
import Glibc
import Linux
import Synchronization
import TestSupport
import Testing

/// Values outside of memory: whatever happens to the file, a value that is held has its bytes.
@Suite(.timeLimit(.minutes(1))) struct ValueFileTests {
    private func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    @Test("A value and a version are small, and a value has its bytes wherever they are")
    func values() {
        #expect(MemoryLayout<Value>.size == 16)
        #expect(MemoryLayout<Version>.stride == 48)
        let value = ValueFile(SmallDisk()).keep([1, 2, 3])
        #expect(value == [1, 2, 3] && value != [1, 2, 4] && value < [1, 3] && value.count == 3)
        #expect(Set([value]).contains([1, 2, 3]))
        #expect(value.place != nil && Value([1]).place == nil)
    }

    @Test("What is held is read as it was put, whatever comes and goes around it", arguments: UInt64(1)...20)
    func agrees(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let disk = SmallDisk()
        let file = ValueFile(disk, segmentSize: 100)
        var held: [Int: (value: Value, bytes: [UInt8])] = [:]
        for step in 0..<2000 {
            // Now and then the disk is full for a while.
            if step.isMultiple(of: 100) { disk.setCapacity(step.isMultiple(of: 300) ? 0 : .max) }
            let bytes = bytes(.random(in: 0...(step.isMultiple(of: 50) ? 350 : 30), using: &random), &random)
            held[.random(in: 0..<50, using: &random)] = (file.keep(Value(bytes)), bytes)
            if let (value, bytes) = held[.random(in: 0..<50, using: &random)] { #expect(value.bytes == bytes) }
        }
        for (value, bytes) in held.values { #expect(value.bytes == bytes) }
        #expect(disk.length < 20_000, "places are used again")
        held = [:]
        #expect(file.size == 0 && disk.held == 0)
    }

    @Test("On a full disk values stay in memory, which is said once; the next ones go to the file again")
    func fullDisk() {
        let failures = Mutex(0)
        let disk = SmallDisk(capacity: 0)
        let file = ValueFile(disk, segmentSize: 100) { _ in failures.withLock { $0 += 1 } }
        var values = (0..<20).map { file.keep(Value([UInt8](repeating: $0, count: 60))) }
        #expect(disk.held == 0 && failures.withLock(\.self) == 1)
        disk.setCapacity(.max)
        values += (20..<40).map { file.keep(Value([UInt8](repeating: $0, count: 60))) }
        #expect(disk.held > 0)
        #expect(values.map(\.bytes) == (0..<40).map { [UInt8](repeating: $0, count: 60) })
    }

    @Test("What stays of many values that went is put again, and the file becomes short")
    func cleaning() throws {
        let disk = SmallDisk()
        let file = ValueFile(disk, segmentSize: 1000)
        var store = MultiVersionStore()
        for number in 0..<2000 {
            // One in ten is never written again.
            let key = number.isMultiple(of: 10) ? "stays-\(number)" : "comes and goes"
            let put = Operation.put(Put(Key(key), [UInt8](repeating: UInt8(number % 251), count: 100)))
            try store.apply(.write(put.keeping(file.keep)))
        }
        try store.apply(.compact(revision: store.revision))
        #expect(file.size > 100_000)
        let hash = try store.view.hash()
        store.move(file.scattered(in: store), file.putAgain)
        #expect(file.size < 30_000 && file.size == disk.held)
        #expect(file.scattered(in: store).isEmpty)
        #expect(try store.view.hash() == hash)
    }

    @Test("A store on a real folder: old revisions, snapshot, restart, and nothing beside the log and the snapshot")
    func folder() async throws {
        let folder = try makeTemporaryFolder()
        defer { try? removeTree(folder) }
        // One disk for both: its lock goes with the last who holds it, and a thread may do so for a moment longer.
        let disk = try FolderDisk(folder)
        for start in [0, 100] { try await write(from: start, to: disk) }
    }

    private func write(from start: Int, to disk: FolderDisk) async throws {
        try await LocalStore(disk: disk).whileRunning { store in
            for number in start..<start + 100 {
                try await store.put(Array("/k\(number % 10)".utf8), value(number))
            }
            for number in 0..<start + 100 {
                let found = try await store.get(Array("/k\(number % 10)".utf8), revision: number + 2)
                #expect(found?.value == value(number))
            }
            _ = try await store.defragment()
            let names = try listFolder(disk.path).map { $0.prefix { $0 != "-" } }
            #expect(names.sorted() == ["lock", "log", "member", "reserve", "snapshot"])
        }
    }

    private func value(_ number: Int) -> [UInt8] { Array("\(number) ".utf8) + [UInt8](repeating: 7, count: 50_000) }
}

/// A scratch file in memory, of which a test can say how much fits.
private final class SmallDisk: ScratchFile {
    private struct State {
        var bytes: [Int: UInt8] = [:]
        var capacity: Int
        var length = 0
    }

    private let state: Mutex<State>

    init(capacity: Int = .max) { state = Mutex(State(capacity: capacity)) }

    func setCapacity(_ capacity: Int) { state.withLock { $0.capacity = capacity } }
    /// How many bytes take space.
    var held: Int { state.withLock { $0.bytes.count } }
    var length: Int { state.withLock(\.length) }

    func write(_ bytes: [UInt8], at offset: Int) throws {
        try state.withLock { state in
            if state.bytes.count + bytes.count > state.capacity { throw SystemCallError("pwrite", errno: ENOSPC) }
            for (index, byte) in bytes.enumerated() { state.bytes[offset + index] = byte }
            state.length = max(state.length, offset + bytes.count)
        }
    }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        try state.withLock { state in
            try range.map { offset in
                guard let byte = state.bytes[offset] else { throw SystemCallError("pread", errno: EIO) }
                return byte
            }
        }
    }

    func discard(_ range: Range<Int>) { state.withLock { state in for offset in range { state.bytes[offset] = nil } } }
}
