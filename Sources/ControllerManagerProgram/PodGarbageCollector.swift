import API
import Client
import Nodes
import Schema

/// Removes pods whose node is gone, and the oldest of too many that have ended.
final class PodGarbageCollector: ControllerLoop {
    let name = "pod-garbage-collector-controller"
    private let context: ControllerContext
    private let queue: Controller<String>
    private static let everything = "all pods"
    private static let period = Duration.seconds(20)

    init(_ context: ControllerContext) {
        self.context = context
        queue = context.queue(name)
    }

    func observe() {
        context.cache.nodes.onChange { [queue] change in
            if case .deleted = change { queue.enqueue(Self.everything) }
        }
    }

    func run() async {
        queue.enqueue(Self.everything)
        await context.work(on: queue, name, workers: 1) { _ in try await self.sweep() }
    }

    private func sweep() async throws -> Controller<String>.Outcome {
        let nodes = context.cache.nodes.snapshot
        let leftover = LeftoverPods.find(in: context.cache.pods.all) { nodes[$0] != nil }
        let failures = await forEach(leftover) { [self] pod in try await remove(pod) }
        if let failure = failures.first { throw failure }
        return .after(Self.period)
    }

    /// A node that has just come may not be in the cache yet, so the server is asked.
    private func remove(_ pod: Pod) async throws {
        if !pod.spec.nodeName.isEmpty, !pod.isTerminal, try await exists(pod.spec.nodeName) { return }
        do {
            _ = try await context.client.delete(
                Pod.self, pod.name, namespace: pod.namespace,
                options: DeleteOptions(gracePeriodSeconds: 0, uid: pod.metadata.uid))
        } catch let status as Status where status.isNotFound {}
    }

    private func exists(_ node: String) async throws -> Bool {
        do {
            _ = try await context.client.get(Node.self, node)
            return true
        } catch let status as Status where status.isNotFound {
            return false
        }
    }
}
