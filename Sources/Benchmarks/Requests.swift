import API
import Client
import HTTP
import Schema

/// What the API server does in a second: creates and gets by 16 clients, and a long list.
struct Requests {
    let client: ClusterClient
    let count: Int

    private static let clients = 16

    func measure(_ row: (String, String) -> Void) async throws {
        let creates = try await rate(count) { number in try await client.create(configMap(number)) }
        row("creates of a 1 KiB ConfigMap, 16 clients (target ≥ 2,000/s)", creates)
        let gets = try await rate(count * 4) { number in
            try await client.send(.get, Target("/api/v1/namespaces/default/configmaps/bench-\(number % count)"))
        }
        row("gets of one ConfigMap, 16 clients (target ≥ 10,000/s)", gets)
        _ = try await rate(count) { number in try await client.create(pod(number)) }
        var times = Times()
        for _ in 0..<20 {
            let start = ContinuousClock.now
            _ = try await client.send(.get, Target("/api/v1/namespaces/default/pods"))
            times.add(ContinuousClock.now - start)
        }
        row("list of \(count) pods (target ≤ 40 ms)", times.text)
    }

    /// Calls a body `total` times from all clients together.
    private func rate<Value>(_ total: Int, _ body: @escaping @Sendable (Int) async throws -> Value) async throws
        -> String
    {
        let start = ContinuousClock.now
        try await withThrowingDiscardingTaskGroup { group in
            for first in 0..<Self.clients {
                group.addTask {
                    for number in stride(from: first, to: total, by: Self.clients) { _ = try await body(number) }
                }
            }
        }
        return "\(Int(Double(total) / (ContinuousClock.now - start).seconds))/s"
    }

    private func configMap(_ number: Int) -> ConfigMap {
        var map = ConfigMap()
        map.metadata.name = "bench-\(number)"
        map.metadata.namespace = "default"
        map.data = ["text": String(repeating: "x", count: 1024)]
        return map
    }

    /// A pod that no scheduler looks at.
    private func pod(_ number: Int) -> Pod {
        var pod = Pod()
        pod.metadata.name = "listed-\(number)"
        pod.metadata.namespace = "default"
        pod.spec.schedulerName = "nobody"
        var container = Container()
        container.name = "pause"
        container.image = "busybox:1"
        pod.spec.containers = [container]
        return pod
    }
}
