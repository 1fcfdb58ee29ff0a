internal import API
package import Client
internal import Schema

/// Where a story takes place. What is there already is no fault.
extension ClusterClient {
    package func ensureNamespace(_ name: String) async throws {
        var namespace = Namespace()
        namespace.metadata.name = name
        try await ensure(namespace)
    }

    /// The namespace's `default`, without which no pod may be made there: on a stage no controller makes it.
    package func ensureServiceAccount(in namespace: String) async throws {
        var account = ServiceAccount()
        (account.metadata.name, account.metadata.namespace) = ("default", namespace)
        try await ensure(account)
    }

    private func ensure(_ object: some Resource) async throws {
        do { try await create(object) } catch let status as Status where status.isAlreadyExists {}
    }
}
