import Client
import EtcdAPI
import HTTP
import Linux

/// How long nobody can write after the leader was killed: from the kill to the next write that is acknowledged, by a client
/// of the other members. Both programs have an election time-out of one second.
struct EtcdFailover {
    private static let rounds = 5

    func measure(_ clusters: [EtcdCluster], _ row: EtcdRow) async throws {
        var medians: [Duration] = []
        for cluster in clusters {
            var times = Times()
            for _ in 0..<Self.rounds { times.add(try await round(cluster)) }
            medians.append(times.quantile(0.5))
        }
        // Less is better here.
        let rates = medians.map { 1 / $0.seconds }
        row("  failover after kill -9 of the leader, median", medians.map(\.milliseconds), rates)
    }

    private func round(_ cluster: EtcdCluster) async throws -> Duration {
        try await cluster.ready()
        guard let leader = try await cluster.leader() else { throw BenchmarkError("there is no leader") }
        let others = cluster.endpoints.enumerated().filter { $0.offset != leader }.map(\.element)
        let start = ContinuousClock.now
        try await cluster.kill(leader)
        try await firstWrite(others)
        let time = ContinuousClock.now - start
        try cluster.start(leader)
        try await waitFor(cluster, leader)
        return time
    }

    /// Each try has a time limit of its own, as a client would set one.
    private func firstWrite(_ endpoints: [Endpoint]) async throws {
        let store = try RemoteStore(servers: endpoints)
        defer { store.close() }
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let written = try? await withTimeLimit(.milliseconds(100)) {
                try await store.put(EtcdKeys.key(0), EtcdKeys.value)
            }
            if written != nil { return }
        }
        throw BenchmarkError("no write succeeded within 30 s of the leader's end")
    }

    /// Until it has caught up: the next round may kill another.
    private func waitFor(_ cluster: EtcdCluster, _ number: Int) async throws {
        let store = try RemoteStore(servers: [cluster.endpoints[number]])
        defer { store.close() }
        let deadline = ContinuousClock.now + .seconds(30)
        while (try? await store.get(EtcdKeys.key(0))) == nil {
            guard ContinuousClock.now < deadline else { throw BenchmarkError("a member doesn't come back") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
