import Etcd
import EtcdContract
import EtcdProgram
import Testing

/// The store in a stock etcd's file format, there and back.
@Suite struct BackupTests {
    @Test("What is written as a stock etcd's file is read again, history, leases and all", arguments: UInt64(1)...20)
    func thereAndBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var store = MultiVersionStore()
        var naive = NaiveStore()
        for _ in 0..<150 {
            let command = StoreProperties.command(naive, &random)
            do { try store.apply(command) } catch {}
            _ = naive.apply(command)
        }
        try expectSame(store)
    }

    @Test("Trees of several levels, keys and values longer than a page", arguments: [0, 1, 30, 3000])
    func large(count: Int) throws {
        var store = MultiVersionStore()
        for number in 0..<count {
            let key = Key("/\(number % 700)/" + String(repeating: "k", count: number % 97 == 0 ? 5000 : 20))
            let value = [UInt8](repeating: 7, count: number % 31 == 0 ? 20_000 : number % 300)
            try store.apply(.write(.put(Put(key, value))))
        }
        try expectSame(store)
    }

    @Test("A file that is cut off or garbled is refused, or read as something else, and never brings the reader down")
    func garbled() throws {
        var store = MultiVersionStore()
        for number in 0..<200 { try store.apply(.write(.put(Put(Key("/\(number)"), [1, 2, 3])))) }
        let whole = bytes(store)
        #expect(throws: CodingError.self) { try BoltReader([]) }
        #expect(throws: CodingError.self) { try Backend.store(in: try BoltReader(Array(whole.prefix(3 * 4096)))) }
        var random = SeededGenerator(seed: 1)
        var refused = 0
        for _ in 0..<400 {
            var garbled = whole
            for _ in 0..<4 {
                garbled[Int.random(in: 0..<garbled.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            do { _ = try Backend.store(in: try BoltReader(garbled)) } catch { refused += 1 }
        }
        #expect(refused > 0)
    }

    private func expectSame(_ store: MultiVersionStore) throws {
        let (read, index) = try Backend.store(in: try BoltReader(bytes(store)))
        #expect(index == 4711)
        #expect(read.revision == store.revision && read.compactRevision == store.compactRevision)
        #expect(read.size == store.size && read.leases == store.leases)
        #expect(try read.view.hash() == store.view.hash())
    }

    private func bytes(_ store: MultiVersionStore) -> [UInt8] {
        var writer = Backend.writer(store, index: 4711)
        var bytes: [UInt8] = []
        while let part = writer.next() { bytes += part }
        #expect(bytes.count == writer.length)
        return bytes
    }
}
