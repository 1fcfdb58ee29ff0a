import EtcdAPI
import Glibc
import Linux
import Testing

/// Three real processes that are killed, stopped and cut off while clients write.
@Suite(.timeLimit(.minutes(3)), .serialized) struct ProcessClusterTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// Clients write through all members while `trouble` happens; in the end everything that was acknowledged is there.
    private func write(_ cluster: ProcessCluster, during trouble: () async throws -> Void) async throws {
        let ledger = Ledger()
        _ = try await eventually("it serves") { try await cluster.stores[0].put(bytes("/begin"), []) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<6 {
                group.addTask { await ledger.write(as: writer, through: cluster.stores) }
            }
            defer { ledger.finish() }
            try await trouble()
            ledger.finish()
            try await group.waitForAll()
        }
        #expect(ledger.acknowledgedCount > 5)
        for store in cluster.stores {
            _ = try await eventually("all members answer") { try await store.get(bytes("/begin")) }
            try await ledger.checkAll(store)
        }
    }

    @Test("The leader is killed, again and again")
    func killed() async throws {
        try await ProcessCluster.with { cluster in
            try await write(cluster) {
                for _ in 0..<3 {
                    let leader = try await cluster.leader()
                    try await Task.sleep(for: .milliseconds(500))
                    try await cluster.kill(leader)
                    _ = try await eventually("the others go on") {
                        try await cluster.stores[(leader + 1) % 3].put(bytes("/a"), [])
                    }
                    try cluster.start(leader)
                }
            }
        }
    }

    @Test("The leader stands still for a while, and goes on as if it still led")
    func stopped() async throws {
        try await ProcessCluster.with { cluster in
            try await write(cluster) {
                for _ in 0..<2 {
                    let leader = try await cluster.leader()
                    try cluster.signal(SIGSTOP, leader)
                    _ = try await eventually("the others go on") {
                        try await cluster.stores[(leader + 1) % 3].put(bytes("/a"), [])
                    }
                    try cluster.signal(SIGCONT, leader)
                    try await Task.sleep(for: .milliseconds(500))
                }
            }
        }
    }

    @Test(
        "Packets from and to the leader are dropped",
        .enabled(if: ProcessCluster.isRoot && fileExists("/usr/sbin/nft"), "namespaces and nft need root"))
    func partitioned() async throws {
        try await ProcessCluster.with(network: true) { cluster in
            try await write(cluster) {
                for _ in 0..<2 {
                    let leader = try await cluster.leader()
                    try await cluster.cut(leader)
                    _ = try await eventually("the others go on") {
                        try await cluster.stores[(leader + 1) % 3].put(bytes("/a"), [])
                    }
                    let own = try await cluster.stores[leader].range(RangeRequest(key: bytes("/a"), serializable: true))
                    #expect(own.header.memberID != 0, "what needs nobody else goes on")
                    try await cluster.heal(leader)
                }
            }
        }
    }

    @Test("A member of another cluster is turned away")
    func strangers() async throws {
        try await ProcessCluster.with { cluster in
            _ = try await eventually("it serves") { try await cluster.stores[0].put(bytes("/a"), bytes("1")) }
            try await cluster.kill(2)
            try removeTree("\(cluster.folder)/m3")
            let stranger = [EtcdProcess.executable] + cluster.arguments(2, ["--initial-cluster-token", "another"])
            let output = try FileDescriptor(open: "\(cluster.folder)/stranger", O_WRONLY | O_CREAT)
            var spawn = Spawn(stranger[0], stranger)
            spawn.descriptors = [nil, output.number, output.number]
            let process = try spawn.start()
            try await withChild(process) {
                _ = try await eventually("it is turned away") {
                    let said = String(decoding: try readFile("\(cluster.folder)/stranger"), as: UTF8.self)
                    return said.contains("cluster ID mismatch") ? true : nil
                }
                _ = try await eventually("the two others go on") {
                    try await cluster.stores[1].put(bytes("/a"), bytes("2"))
                }
            }
        }
    }
}
