import Etcd
import EtcdAPI
import EtcdContract
import EtcdProgram
import Linux
import Schema
import TestSupport
import Testing

/// The store with its log and loops, on a disk in memory that can be full, fail, and lose power.
@Suite(.timeLimit(.minutes(1))) struct LocalStoreTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("A watch that waits ends with its task, and with the store")
    func watchEnds() async throws {
        let store = try LocalStore(disk: MemoryDisk())
        let stream = try await store.watch(WatchCreateRequest(prefix: bytes("/a")))
        try await store.whileRunning { store in
            let waiting = Task { try await stream.makeAsyncIterator().nextForTests() }
            waiting.cancel()
            let batch = try await waiting.value
            #expect(batch == nil)
        }
        var batches = stream.makeAsyncIterator()
        await #expect(throws: StoreError.self) { try await batches.next() }
        await #expect(throws: StoreError.self) { try await store.put(bytes("/a"), []) }
    }

    @Test("After a power cut everything that was acknowledged is there", arguments: UInt64(1)...8)
    func powerCut(seed: UInt64) async throws {
        let disk = MemoryDisk()
        var configuration = LocalStore.Configuration()
        configuration.smallestSnapshot = 2000
        let acknowledged = Acknowledged()
        try await LocalStore(disk: disk, configuration: configuration).whileRunning { store in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for value in 1...50 {
                            try await store.put(bytes("/k\(writer)"), bytes("\(value)"))
                            await acknowledged.set("/k\(writer)", value)
                        }
                    }
                }
                var random = SeededGenerator(seed: seed)
                for _ in 0..<20 {
                    for _ in 0..<Int.random(in: 0..<50, using: &random) { await Task.yield() }
                    let wanted = await acknowledged.values
                    try await check(disk.afterPowerCut(), wanted)
                }
                try await group.waitForAll()
            }
        }
        try await check(disk, await acknowledged.values)
        #expect(disk.size < 1 << 21, "the log is replaced by snapshots")
    }

    @Test("A member that reads its own files again while it writes them finds them whole")
    func ownFiles() async throws {
        let folder = try makeTemporaryFolder()
        defer { try? removeTree(folder) }
        var configuration = LocalStore.Configuration()
        configuration.corruptionCheckInterval = .milliseconds(5)
        configuration.smallestSnapshot = 300_000
        try await LocalStore(disk: try FolderDisk(folder), configuration: configuration).whileRunning { store in
            for number in 0..<600 {
                try await store.put(bytes("/k\(number % 7)"), [UInt8](repeating: 1, count: 2000))
            }
            #expect(try await store.alarm(AlarmRequest()).alarms.isEmpty)
            #expect(try await store.get(bytes("/k1")) != nil)
        }
    }

    private func check(_ disk: MemoryDisk, _ wanted: [String: Int]) async throws {
        try await LocalStore(disk: disk).whileRunning { store in
            for (key, value) in wanted {
                let found = try await store.get(bytes(key)).map { String(decoding: $0.value, as: UTF8.self) }
                #expect(Int(found ?? "") ?? 0 >= value, "\(key)")
            }
        }
    }

    @Test("On a full disk writes are refused, reads go on, and compaction makes room again")
    func fullDisk() async throws {
        let disk = MemoryDisk(capacity: 3 << 20)
        let written = try await LocalStore(disk: disk).whileRunning { store in
            let written = try await fill(store)
            #expect(written > 50)
            #expect(try await store.get(bytes("/k"))?.version == written)
            await #expect(throws: StoreError.noSpace) { try await store.put(bytes("/small"), []) }
            #expect(try await store.status().errors.count == 1)
            let revision = try await store.status().header.revision
            _ = try await store.compact(CompactionRequest(revision: revision))
            #expect(disk.size < 2 << 20)
            await #expect(throws: StoreError.noSpace, "until the alarm is disarmed") {
                try await store.put(bytes("/small"), [])
            }
            var disarm = AlarmRequest()
            disarm.action = .deactivate
            _ = try await store.alarm(disarm)
            try await store.put(bytes("/small"), [])
            return written
        }
        try await LocalStore(disk: disk).whileRunning { store in
            let found = try await store.get(bytes("/k"))
            #expect(found?.version == written)
            #expect(try await store.get(bytes("/small")) != nil)
        }
    }

    /// How many writes fit on the disk.
    private func fill(_ store: LocalStore) async throws -> Int {
        var written = 0
        do throws(StoreError) {
            while true {
                try await store.put(bytes("/k"), [UInt8](repeating: 7, count: 20_000))
                written += 1
            }
        } catch {
            #expect(error == .noSpace)
            return written
        }
    }

    @Test("Beyond the quota writes are refused, deletions are not")
    func quota() async throws {
        var configuration = LocalStore.Configuration()
        configuration.quota = 1000
        try await LocalStore(disk: MemoryDisk(), configuration: configuration).whileRunning { store in
            try await store.put(bytes("/k"), [UInt8](repeating: 1, count: 2000))
            await #expect(throws: StoreError.noSpace) { try await store.put(bytes("/l"), []) }
            #expect(try await store.deleteRange(DeleteRangeRequest(key: bytes("/k"))).deleted == 1)
        }
    }

    @Test("When the disk fails, the write is not acknowledged, and the store ends")
    func brokenDisk() async throws {
        let disk = MemoryDisk()
        let store = try LocalStore(disk: disk)
        let running = Task { try await store.run() }
        try await store.put(bytes("/a"), bytes("1"))
        disk.fail(5)
        await #expect(throws: StoreError.self) { try await store.put(bytes("/a"), bytes("2")) }
        #expect(try await store.get(bytes("/a"))?.value == bytes("1"))
        await #expect(throws: (any Error).self) { try await running.value }
        disk.fail(nil)
        try await LocalStore(disk: disk).whileRunning { store in
            let found = try await store.get(bytes("/a"))
            #expect(found?.value == bytes("1"))
        }
    }

    @Test("A lease that nobody renews expires, and its keys with it; after a restart it has its whole time again")
    func leases() async throws {
        let disk = MemoryDisk()
        let clock = ManualClock()
        try await LocalStore(disk: disk, clock: clock).whileRunning { store in
            let lease = try await store.leaseGrant(LeaseGrantRequest(timeToLive: 10)).id
            let other = try await store.leaseGrant(LeaseGrantRequest(timeToLive: 10, id: 5)).id
            try await store.put(bytes("/short"), [], lease: lease)
            try await store.put(bytes("/long"), [], lease: other)
            var batches = try await store.watch(WatchCreateRequest(prefix: [])).makeAsyncIterator()
            await clock.advance(by: .seconds(8))
            #expect(try await store.leaseKeepAlive(LeaseKeepAliveRequest(id: other)).timeToLive == 10)
            await clock.advance(by: .seconds(4))
            #expect(try await batches.next()?.events.map(\.kv.key) == [bytes("/short")])
            #expect(try await store.leaseKeepAlive(LeaseKeepAliveRequest(id: lease)).timeToLive == 0)
            #expect(try await store.leaseTimeToLive(LeaseTimeToLiveRequest(id: lease)).timeToLive == -1)
        }
        try await LocalStore(disk: disk, clock: clock).whileRunning { store in
            let left = try await store.leaseTimeToLive(LeaseTimeToLiveRequest(id: 5, keys: true))
            #expect(left.timeToLive == 10)
            #expect(left.keys.map(\.bytes) == [bytes("/long")])
        }
    }

    @Test("Data from before there was Raft is upgraded at the start, history and all")
    func upgrade() async throws {
        let disk = MemoryDisk()
        let header = FileHeader(kind: .log, salt: 7, index: 1)
        var writer = LogWriter(header)
        let old = try disk.create("log-0000000000000001")
        try old.append(header.bytes)
        for value in 1...3 {
            try old.append(writer.frame([.write(.put(Put(Key("/a"), bytes("\(value)"))))]))
        }
        try old.sync()
        for _ in 0..<2 {
            try await LocalStore(disk: disk).whileRunning { store in
                let newest = try await store.get(bytes("/a"))
                let oldest = try await store.get(bytes("/a"), revision: 2)
                #expect(newest?.version == 3)
                #expect(oldest?.value == bytes("1"))
            }
            #expect(disk.names().contains("member") && !disk.names().contains("log-0000000000000001"))
        }
    }

    @Test("A log with a hole, or a broken snapshot, is refused with the file's name")
    func refused() async throws {
        let disk = MemoryDisk()
        try await LocalStore(disk: disk).whileRunning { store in
            try await store.put(bytes("/a"), bytes("1"))
            _ = try await store.defragment()
            try await store.put(bytes("/a"), bytes("2"))
        }
        let snapshot = try #require(disk.names().first { $0.hasPrefix("snapshot-") })
        try disk.remove(snapshot)
        let missing = #expect(throws: RecoveryError.self) { try LocalStore(disk: disk) }
        #expect(missing?.description.hasPrefix("entries 1 to ") == true)
    }
}

private actor Acknowledged {
    var values: [String: Int] = [:]
    func set(_ key: String, _ value: Int) { values[key] = value }
}

extension WatchStream.Iterator {
    fileprivate func nextForTests() async throws -> WatchBatch? {
        var copy = self
        return try await copy.next()
    }
}
