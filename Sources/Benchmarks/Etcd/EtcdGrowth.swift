import EtcdAPI
import GRPC
import HTTP

/// What many writes leave: memory and disk after them, after a compaction, and how long a start takes with many keys.
struct EtcdGrowth {
    let puts: Int

    private static let clients = 64

    func measure(_ clusters: [EtcdCluster], _ row: EtcdRow) async throws {
        try await each(clusters, "  memory, disk after the puts", row) { cluster in
            try await write(cluster) { $0 % 10_000 }
        }
        try await each(clusters, "  memory, disk after compaction, defragmentation", row) { cluster in
            let store = try RemoteStore(servers: cluster.endpoints)
            defer { store.close() }
            let revision = try await store.put(EtcdKeys.key(0), EtcdKeys.value).header.revision
            _ = try await store.compact(CompactionRequest(revision: revision, physical: true))
            let client = try GRPCClient(to: cluster.endpoints[0], tls: nil)
            defer { client.close() }
            _ = try await client.unary(MaintenanceService.defragment, DefragmentRequest(), timeout: .seconds(60))
        }
        try await each(clusters, "  memory, disk with all keys", row) { cluster in
            try await write(cluster) { $0 }
        }
        var starts: [Duration] = []
        for cluster in clusters { starts.append(try await restart(cluster)) }
        row("  kill -9, start, first read", starts.map(\.milliseconds), starts.map { 1 / $0.seconds })
    }

    private func each(
        _ clusters: [EtcdCluster], _ name: String, _ row: EtcdRow, _ body: (EtcdCluster) async throws -> Void
    ) async throws {
        var sizes: [(memory: Int, disk: Int)] = []
        for cluster in clusters {
            try await body(cluster)
            sizes.append((cluster.memory, try cluster.disk))
        }
        row(name, sizes.map { "\($0.memory) MiB, \($0.disk) MiB" }, sizes.map { 1 / Double(max($0.memory, 1)) })
    }

    private func write(_ cluster: EtcdCluster, _ key: @escaping @Sendable (Int) -> Int) async throws {
        let store = try RemoteStore(servers: cluster.endpoints)
        defer { store.close() }
        try await withThrowingDiscardingTaskGroup { group in
            for first in 0..<Self.clients {
                group.addTask {
                    for number in stride(from: first, to: puts, by: Self.clients) {
                        _ = try await store.put(EtcdKeys.key(key(number)), EtcdKeys.value)
                    }
                }
            }
        }
    }

    private func restart(_ cluster: EtcdCluster) async throws -> Duration {
        try await cluster.kill(0)
        let start = ContinuousClock.now
        try cluster.start(0)
        let store = try RemoteStore(servers: cluster.endpoints)
        defer { store.close() }
        while (try? await store.get(EtcdKeys.key(puts - 1))) == nil {
            guard ContinuousClock.now - start < .seconds(120) else { throw BenchmarkError("it doesn't start again") }
            try await Task.sleep(for: .milliseconds(10))
        }
        return ContinuousClock.now - start
    }
}

/// Why there is no figure.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
