import EtcdAPI
import HTTP
import Synchronization

/// Calls of some clients at once for some time: each client has a connection of its own, to one of the members in turn,
/// and makes its next call when the last one is answered.
struct EtcdLoad {
    let endpoints: [Endpoint]
    let clients: Int

    /// What came of it.
    struct Rate {
        let perSecond: Double
        let times: Times

        /// "11,351/s p99 12.3 ms"
        var text: String { "\(Int(perSecond))/s p99 \(times.quantile(0.99).tenths)" }
    }

    /// - Parameter body: one call, the number of which is given; it is unique among all clients.
    func run(
        for time: Duration, _ body: @escaping @Sendable (RemoteStore, Int) async throws -> Void
    ) async throws -> Rate {
        let stores = try (0..<clients).map { try RemoteStore(servers: [endpoints[$0 % endpoints.count]]) }
        defer { for store in stores { store.close() } }
        // Connecting is not measured.
        for store in stores { _ = try await store.status() }
        let start = ContinuousClock.now
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for (client, store) in stores.enumerated() {
                group.addTask {
                    try await Self.calls(from: client, by: clients, until: start + time) { try await body(store, $0) }
                }
            }
            var times = Times()
            for try await some in group { times.add(some) }
            return times
        }
        return Rate(perSecond: Double(times.count) / (ContinuousClock.now - start).seconds, times: times)
    }

    private static func calls(
        from first: Int, by step: Int, until deadline: ContinuousClock.Instant, _ call: (Int) async throws -> Void
    ) async throws -> [Duration] {
        var times: [Duration] = []
        var number = first
        var begin = ContinuousClock.now
        while begin < deadline {
            try await call(number)
            number += step
            let end = ContinuousClock.now
            times.append(end - begin)
            begin = end
        }
        return times
    }
}
