import EtcdAPI
import HTTP

/// Events per second that reach all watchers together, while 16 clients write as fast as they can.
struct EtcdWatches {
    let watchers: [Int]

    private static let connections = 16
    /// As many as make about so many deliveries.
    private static let deliveries = 40_000

    func measure(_ clusters: [EtcdCluster], _ row: EtcdRow) async throws {
        for count in watchers {
            var rates: [Double] = []
            for cluster in clusters { rates.append(try await rate(cluster, watchers: count)) }
            row("  watch events to \(count) watchers", rates.map { "\(Int($0))/s" }, rates)
        }
    }

    private func rate(_ cluster: EtcdCluster, watchers: Int) async throws -> Double {
        let puts = max(Self.deliveries / watchers / 16, 2) * 16
        let stores = try (0..<min(watchers, Self.connections)).map { _ in try RemoteStore(servers: cluster.endpoints) }
        defer { for store in stores { store.close() } }
        var request = WatchCreateRequest()
        request.key = EtcdKeys.prefix
        request.rangeEnd = Array("/bench0".utf8)
        var streams: [WatchStream] = []
        for number in 0..<watchers { streams.append(try await stores[number % stores.count].watch(request)) }
        let start = ContinuousClock.now
        try await withThrowingDiscardingTaskGroup { group in
            for stream in streams { group.addTask { try await Self.receive(puts, from: stream) } }
            for client in 0..<16 {
                group.addTask {
                    let store = stores[client % stores.count]
                    for number in 0..<puts / 16 { _ = try await store.put(EtcdKeys.key(number), EtcdKeys.value) }
                }
            }
        }
        return Double(puts * watchers) / (ContinuousClock.now - start).seconds
    }

    private static func receive(_ count: Int, from stream: WatchStream) async throws {
        var seen = 0
        var batches = stream.makeAsyncIterator()
        while seen < count, let batch = try await batches.next(isolation: #isolation) { seen += batch.events.count }
    }
}
