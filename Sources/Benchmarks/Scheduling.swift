import API
import Client
import Schema

/// How many pods are bound in a second, end to end: through the API, on 1,000 nodes that exist as objects only.
struct Scheduling {
    let client: ClusterClient

    private static let nodes = 1000
    private static let pods = 2000
    private static let label = ["bench": "simulated"]

    func measure(_ row: (String, String) -> Void) async throws {
        for number in 0..<Self.nodes { try await client.create(node(number)) }
        let options = ListOptions(namespace: "default", labelSelector: "bench=scheduled")
        let version = try await client.list(Pod.self, options).metadata.resourceVersion
        let watch = try await client.watch(Pod.self, options, from: version, seconds: 300)
        let start = ContinuousClock.now
        async let created: Void = createPods()
        var bound: Set<String> = []
        var events = watch.makeAsyncIterator()
        while bound.count < Self.pods, let event = try await events.next(isolation: #isolation) {
            if case .modified(let pod) = event, !pod.spec.nodeName.isEmpty { bound.insert(pod.metadata.name) }
        }
        try await created
        let rate = Double(bound.count) / (ContinuousClock.now - start).seconds
        row("pods scheduled end to end, 1,000 nodes (target ≥ 1,500/s)", "\(Int(rate))/s")
    }

    private func createPods() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for first in 0..<16 {
                group.addTask {
                    for number in stride(from: first, to: Self.pods, by: 16) { try await client.create(pod(number)) }
                }
            }
        }
    }

    private func node(_ number: Int) -> Node {
        var node = Node()
        node.metadata.name = "simulated-\(number)"
        node.metadata.labels = Self.label
        node.status.allocatable = ["cpu": Quantity(32), "memory": Quantity(64 << 30), "pods": Quantity(110)]
        node.status.capacity = node.status.allocatable
        var ready = NodeCondition()
        ready.type = .ready
        ready.status = .true
        node.status.conditions = [ready]
        return node
    }

    private func pod(_ number: Int) -> Pod {
        var pod = Pod()
        pod.metadata.name = "scheduled-\(number)"
        pod.metadata.namespace = "default"
        pod.metadata.labels = ["bench": "scheduled"]
        pod.spec.nodeSelector = Self.label
        var container = Container()
        container.name = "pause"
        container.image = "busybox:1"
        container.resources.requests = ["cpu": Quantity(milli: 100), "memory": Quantity(64 << 20)]
        pod.spec.containers = [container]
        return pod
    }
}
