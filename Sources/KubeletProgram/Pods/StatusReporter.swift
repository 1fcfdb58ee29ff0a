import API
import Client
import Kubelet
import Logging
import Schema
import Synchronization

/// Tells the API server the status of one pod, whenever it is another than the one that stands there.
///
/// What stands there is what the informer says, or the answer to this reporter's own last write while the informer
/// lags behind. When a write has failed nobody knows whether it arrived: then the pod is read before the next one.
/// So conditions that others write are kept, and what others write wrongly (a node that was taken for dead) is set
/// right.
final class StatusReporter: Sendable {
    private struct State {
        var answered: Pod?
        var isInDoubt = false
    }

    private let client: ClusterClient
    private let logger: Logger
    private let state = Mutex(State())

    init(_ client: ClusterClient, logger: Logger) {
        self.client = client
        self.logger = logger
    }

    /// - Parameter status: makes the new status for the pod as it stands.
    /// - Returns: false when the API server doesn't know yet: try again.
    func report(_ pod: Pod, status: (Pod) -> PodStatus) async -> Bool {
        do {
            let old = try await standing(pod)
            var new = old
            new.status = status(old)
            guard new.status != old.status else { return true }
            state.withLock { $0.isInDoubt = true }
            let answer = try await client.patchStatus(from: old, to: new)
            state.withLock { $0 = State(answered: answer) }
            return true
        } catch let error as Status where error.reason == .notFound || error.reason == .conflict {
            return true  // The pod is gone, or another has its name; the informer will say so.
        } catch {
            logger.warning(
                "status not reported",
                metadata: ["pod": "\(pod.metadata.namespace)/\(pod.metadata.name)", "reason": "\(error)"])
            return false
        }
    }

    private func standing(_ pod: Pod) async throws -> Pod {
        if state.withLock(\.isInDoubt) {
            let read = try await client.get(Pod.self, pod.metadata.name, namespace: pod.metadata.namespace)
            guard read.metadata.uid == pod.metadata.uid else {
                throw Status.notFound(Pod.kind, name: pod.metadata.name)
            }
            state.withLock { $0 = State(answered: read) }
        }
        guard let answered = state.withLock(\.answered), Self.revision(answered) > Self.revision(pod) else {
            return pod
        }
        return answered
    }

    private static func revision(_ pod: Pod) -> Int { Int(pod.metadata.resourceVersion) ?? 0 }
}
