import API
import Client
import Schema

/// How long a pod takes from its creation to Running, as a watch sees it: one at a time, and a hundred at once.
struct PodStart {
    let client: ClusterClient

    func measure(_ row: (String, String) -> Void) async throws {
        var times = Times()
        for number in 0..<50 { times.add(try await start(["one-\(number)"])) }
        row("pod start, 50 one at a time (target p50 ≤ 200 ms)", times.text)
        try await remove()
        let all = try await start((0..<100).map { "many-\($0)" })
        row("100 pods at once, all Running (target ≤ 6 s)", all.milliseconds)
        try await remove()
    }

    private func pod(_ name: String) -> Pod {
        var pod = Pod()
        pod.metadata.name = name
        pod.metadata.namespace = "default"
        pod.metadata.labels = ["bench": "start"]
        pod.spec.terminationGracePeriodSeconds = 0
        var container = Container()
        container.name = "sleep"
        container.image = "busybox:1"
        container.command = ["sleep", "1000"]
        pod.spec.containers = [container]
        return pod
    }

    /// Creates the pods and waits until the last is Running.
    private func start(_ names: [String]) async throws -> Duration {
        let options = ListOptions(namespace: "default", labelSelector: "bench=start")
        let version = try await client.list(Pod.self, options).metadata.resourceVersion
        let watch = try await client.watch(Pod.self, options, from: version, seconds: 120)
        let start = ContinuousClock.now
        try await withThrowingDiscardingTaskGroup { group in
            for name in names { group.addTask { try await client.create(pod(name)) } }
        }
        var waiting = Set(names)
        var events = watch.makeAsyncIterator()
        while !waiting.isEmpty, let event = try await events.next(isolation: #isolation) {
            if case .modified(let pod) = event, pod.status.phase == .running { waiting.remove(pod.metadata.name) }
        }
        return ContinuousClock.now - start
    }

    private func remove() async throws {
        let options = ListOptions(namespace: "default", labelSelector: "bench=start")
        for pod in try await client.list(Pod.self, options).items {
            try await client.delete(Pod.self, pod.metadata.name, namespace: "default")
        }
        while try await !client.list(Pod.self, options).items.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
    }
}
