import API
import Client
import ReplicaSets
import ReplicaSetsContract
import Schema
import Synchronization

/// Creates and deletes pods for a controller, and keeps in mind what the cache doesn't show yet.
final class PodControl: Sendable {
    private let client: ClusterClient
    private let recorder: EventRecorder
    /// What is expected is the core's to know; for other owners than ReplicaSets Dinghy's serves as well.
    private let core: Mutex<any ReplicaSetCore>

    init(_ client: ClusterClient, _ recorder: EventRecorder, core: any ReplicaSetCore = DefaultReplicaSetCore()) {
        self.client = client
        self.recorder = recorder
        self.core = Mutex(core)
    }

    /// Whether the cache shows all that was done for this owner.
    func isUpToDate(_ owner: String) -> Bool { core.withLock { $0.isUpToDate(owner, now: .now) } }
    func forget(_ owner: String) { core.withLock { $0.forget(owner) } }
    func saw(_ event: PodEvent, of owner: String) { core.withLock { $0.observe(event, of: owner) } }

    /// Creates pods like this one, in batches that grow as long as all goes well.
    /// - Returns: what went wrong first.
    func create(_ count: Int, like pod: Pod, for owner: some Resource) async -> (any Error)? {
        await create(Array(repeating: pod, count: count), for: owner)
    }

    func create(_ pods: [Pod], for owner: some Resource) async -> (any Error)? {
        core.withLock { $0.expectCreations(pods.count, by: owner.key, now: .now) }
        var (created, failures) = (0, [any Error]())
        while true {
            let batch = core.withLock { [created, failures] in
                $0.nextBatch(of: pods.count, created: created, failed: failures.count)
            }
            if batch <= 0 { break }
            failures = await forEach(pods.dropFirst(created).prefix(batch)) { [client, recorder] pod in
                let created = try await client.create(pod)
                recorder.record(owner, reason: "SuccessfulCreate", message: "Created pod: \(created.name)")
            }
            created += batch - failures.count
        }
        guard let failure = failures.first else { return nil }
        for _ in created..<pods.count { core.withLock { $0.creationFailed(by: owner.key) } }
        // No pod will ever be accepted there again, and that is as it should be.
        if (failure as? Status)?.saysNamespaceIsTerminating == true { return nil }
        report(failure, "FailedCreate", "Error creating: \(failure)", for: owner)
        return failure
    }

    func delete<Owner: Resource>(_ pods: [Pod], for owner: Owner) async -> (any Error)? {
        core.withLock { $0.expectDeletions(pods.map(\.key), by: owner.key, now: .now) }
        let failures = await forEach(pods) { [client, recorder] pod in
            do {
                _ = try await client.delete(
                    Pod.self, pod.name, namespace: pod.namespace, options: DeleteOptions(uid: pod.metadata.uid))
                recorder.record(owner, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
            } catch {
                self.core.withLock { $0.observe(.deleted(pod), of: owner.key) }
                if (error as? Status)?.isNotFound != true { throw error }
            }
        }
        if let failure = failures.first {
            report(failure, "FailedDelete", "Error deleting: \(failure)", for: owner)
        }
        return failures.first
    }

    private func report(_ failure: any Error, _ reason: String, _ message: String, for owner: some Resource) {
        recorder.record(owner, type: .warning, reason: reason, message: message)
    }
}
