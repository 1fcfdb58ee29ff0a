package import API
package import Client
package import Conformance
internal import Schema

/// What every story needs whose containers really run.
extension ClusterClient {
    /// A new namespace may have no service account yet, and until it has one it takes no pods.
    /// - Returns: the pod as the API server has it; nil as long as it is forbidden.
    package func createIfPermitted(_ pod: Pod) async throws -> Pod? {
        do { return try await create(pod) } catch let status as Status where status.isForbidden { return nil }
    }

    /// Without a grace period.
    package func deleteNow(pod name: String, in namespace: String) async throws {
        _ = try await delete(Pod.self, name, namespace: namespace, options: DeleteOptions(gracePeriodSeconds: 0))
    }

    package func isGone(pod name: String, in namespace: String) async throws -> Bool {
        do { _ = try await get(Pod.self, name, namespace: namespace) } catch let status as Status
            where status.isNotFound
        { return true }
        return false
    }
}

extension Scenario {
    /// What comes sooner or later: looks five times a second until it is so.
    /// - Parameter observed: what is so instead when the patience is over.
    package func wait(
        for expected: String, within patience: Duration, observed: () -> String, until isSo: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + patience
        while try await !isSo() {
            try expect(expected, observed: observed(), ContinuousClock.now < deadline)
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
