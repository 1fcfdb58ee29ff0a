import Etcd
import EtcdAPI
import EtcdProgram
import Testing

/// Three members in one process, whose disks and network fail.
@Suite(.timeLimit(.minutes(3)), .serialized) struct ClusterTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("What one member acknowledged, all have; one that was away, too")
    func replication() async throws {
        try await MemoryCluster.with { cluster in
            let leader = try await cluster.leader()
            let away = (leader + 1) % 3
            let follower = try await cluster.store((leader + 2) % 3)
            try await follower.put(bytes("/a"), bytes("1"))
            await cluster.crash(away)
            for value in 2...20 { try await follower.put(bytes("/a"), bytes("\(value)")) }
            try await cluster.start(away)
            let late = try await cluster.store(away)
            #expect(try await late.get(bytes("/a"))?.version == 20)
            let sums = try await eventually("equal sums") { () -> Set<UInt64>? in
                var sums: Set<UInt64> = []
                for store in await cluster.stores { sums.insert(try await store.hash(HashKVRequest()).hash) }
                return sums.count == 1 ? sums : nil
            }
            #expect(sums.count == 1)
        }
    }

    @Test("A leader that is cut off answers no reads and acknowledges no writes, and agrees afterwards")
    func isolatedLeader() async throws {
        try await MemoryCluster.with { cluster in
            let leader = try await cluster.leader()
            let old = try await cluster.store(leader)
            let other = try await cluster.store((leader + 1) % 3)
            try await other.put(bytes("/a"), bytes("old"))
            cluster.network.isolate(old.identity.member)
            async let refusedWrite = result { try await old.put(bytes("/a"), bytes("lost")) }
            async let refusedRead = result { _ = try await old.get(bytes("/a")) }
            _ = try await eventually("a new leader") { try await other.put(bytes("/a"), bytes("new")) }
            // What needs nobody else is old here, and says so.
            let stale = try await old.range(RangeRequest(key: bytes("/a"), serializable: true))
            #expect(stale.kvs.first?.value == bytes("old"))
            #expect(await refusedRead != nil)
            #expect(await refusedWrite != nil)
            cluster.network.heal()
            #expect(try await old.get(bytes("/a"))?.value == bytes("new"))
        }
    }

    private func result(_ call: () async throws -> Void) async -> (any Error)? {
        do {
            try await call()
            return nil
        } catch { return error }
    }

    @Test("Whatever fails, nothing that was acknowledged is lost and nothing is read stale", arguments: UInt64(1)...3)
    func faults(seed: UInt64) async throws {
        try await MemoryCluster.with(3, { $0.smallestSnapshot = 20_000 }) { cluster in
            let ledger = Ledger()
            let stores = (0..<3).map { Through(cluster: cluster, index: $0) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<6 {
                    group.addTask { await ledger.write(as: writer, through: stores) }
                }
                var random = SeededGenerator(seed: seed)
                for _ in 0..<8 { try await trouble(cluster, &random) }
                ledger.finish()
                try await group.waitForAll()
            }
            #expect(ledger.acknowledgedCount > 50)
            try await ledger.checkAll(stores[Int(seed) % 3])
        }
    }

    /// Something goes wrong with one member, and is repaired.
    private func trouble(_ cluster: MemoryCluster, _ random: inout SeededGenerator) async throws {
        let member = Bool.random(using: &random) ? try await cluster.leader() : Int.random(in: 0..<3, using: &random)
        let number = try await cluster.store(member).identity.member
        let length = Duration.milliseconds(Int.random(in: 50..<1500, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
            await cluster.crash(member)
            try await Task.sleep(for: length)
            try await cluster.start(member)
        case 1:
            cluster.network.isolate(number)
            try await Task.sleep(for: length)
            cluster.network.heal()
        case 2:
            let other = try await cluster.store((member + 1) % 3).identity.member
            cluster.network.cut(from: number, to: other)
            try await Task.sleep(for: length)
            cluster.network.heal()
        default:
            // The disk fails under it: it ends, and begins again with what the disk has kept.
            await cluster.disks[member].fail(5)
            try await Task.sleep(for: length)
            await cluster.disks[member].fail(nil)
            await cluster.stop(member)
            try await cluster.start(member)
        }
    }

    @Test("A lease survives its leader, with all its time; it expires when nobody renews it any more")
    func leases() async throws {
        try await MemoryCluster.with { cluster in
            let leader = try await cluster.leader()
            let follower = try await cluster.store((leader + 1) % 3)
            let lease = try await follower.leaseGrant(LeaseGrantRequest(timeToLive: 3)).id
            try await follower.put(bytes("/l"), [], lease: lease)
            #expect(try await follower.leaseKeepAlive(LeaseKeepAliveRequest(id: lease)).timeToLive == 3)
            await cluster.crash(leader)
            let renewed = try await eventually("a leader that renews it") {
                try await follower.leaseKeepAlive(LeaseKeepAliveRequest(id: lease)).timeToLive
            }
            #expect(renewed == 3)
            #expect(try await follower.get(bytes("/l")) != nil)
            let isGone = try await eventually("it expires") { try await follower.get(bytes("/l")) == nil ? true : nil }
            #expect(isGone)
        }
    }

    @Test("A member whose data differs from the others' is found, and serves nobody; the others go on")
    func corruption() async throws {
        try await MemoryCluster.with(3, { $0.corruptionCheckInterval = .milliseconds(300) }) { cluster in
            let leader = try await cluster.leader()
            let bad = (leader + 1) % 3
            let good = try await cluster.store(leader)
            for value in 0..<20 { try await good.put(bytes("/k\(value)"), bytes("a value to be changed")) }
            let name = try #require(await cluster.disks[bad].names().first { $0.hasPrefix("log-") })
            _ = try await eventually("the log is written") {
                try await cluster.disks[bad].read(name).count > 800 ? true : nil
            }
            await cluster.disks[bad].flipBit(of: name, at: 700)
            let corrupt = try await cluster.store(bad)
            let error = try await eventually("it refuses") { () -> StoreError? in
                do throws(StoreError) {
                    _ = try await corrupt.range(RangeRequest(key: bytes("/k1"), serializable: true))
                    return nil
                } catch { return error }
            }
            #expect(error.message == "etcdserver: corrupt cluster")
            let alarms = try await eventually("the others know") {
                let alarms = try await good.alarm(AlarmRequest()).alarms
                return alarms.isEmpty ? nil : alarms
            }
            #expect(alarms.map(\.memberID) == [corrupt.identity.member])
            #expect(try await good.get(bytes("/k1")) != nil)
        }
    }

    @Test("A disk that is full on one member stops the writes of all, until it is made room and the alarm is disarmed")
    func fullDisk() async throws {
        try await MemoryCluster.with { cluster in
            let leader = try await cluster.leader()
            let store = try await cluster.store((leader + 1) % 3)
            try await store.put(bytes("/a"), [])
            let disk = await cluster.disks[(leader + 2) % 3]
            disk.setCapacity(disk.size)
            let refusal = try await eventually("a refusal") { () -> StoreError? in
                do throws(StoreError) {
                    try await store.put(bytes("/a"), [UInt8](repeating: 1, count: 100_000))
                    return nil
                } catch {
                    // A cluster may be without a leader for a moment.
                    guard error == .noSpace else { throw error }
                    return error
                }
            }
            #expect(refusal == .noSpace)
            disk.setCapacity(.max)
            var disarm = AlarmRequest()
            disarm.action = .deactivate
            _ = try await store.alarm(disarm)
            _ = try await eventually("it goes on") { try await store.put(bytes("/a"), bytes("1")) }
        }
    }
}

/// Whichever store runs at this place at the moment.
private struct Through: LedgerStore {
    let cluster: MemoryCluster
    let index: Int

    private var store: LocalStore {
        get async throws(StoreError) {
            guard let store = await cluster.running(index) else { throw .unavailable("it doesn't run") }
            return store
        }
    }

    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResponse { try await store.range(request) }
    func put(_ request: PutRequest) async throws(StoreError) -> PutResponse { try await store.put(request) }
}
