import API
import Client
import Schema

/// Gives each namespace what every pod in it counts on: the account `default`, and the ConfigMap `kube-root-ca.crt`
/// with which a pod knows the API server.
///
/// Both come back when somebody deletes or changes them. Source: kubernetes.io/docs/reference/access-authn-authz/
/// service-accounts-admin, "ServiceAccount controller".
final class ServiceAccountController: ControllerLoop {
    let name = "serviceaccount-controller"
    static let accountName = "default"
    static let authorityName = "kube-root-ca.crt"

    private let context: ControllerContext
    private let queue: Controller<String>
    /// PEM.
    private let rootAuthority: String?

    init(_ context: ControllerContext, rootAuthority: String?) {
        self.context = context
        self.rootAuthority = rootAuthority
        queue = context.queue(name)
    }

    func observe() {
        context.cache.namespaces.onChange { [queue] change in queue.enqueue(change.object.name) }
        context.cache.serviceAccounts.onChange { [queue] change in
            if change.object.name == Self.accountName { queue.enqueue(change.object.namespace) }
        }
        context.cache.configMaps.onChange { [queue] change in
            if change.object.name == Self.authorityName { queue.enqueue(change.object.namespace) }
        }
    }

    func run() async {
        await context.work(on: queue, name, workers: 2, reconcile)
    }

    private func reconcile(_ namespace: String) async throws -> Controller<String>.Outcome {
        guard let object = context.cache.namespaces[namespace], object.status.phase != .terminating,
            !object.metadata.isBeingDeleted
        else { return .done }
        try await ensureAccount(in: namespace)
        if let rootAuthority { try await ensureAuthority(rootAuthority, in: namespace) }
        return .done
    }

    private func ensureAccount(in namespace: String) async throws {
        guard context.cache.serviceAccounts.get(Self.accountName, namespace: namespace) == nil else { return }
        var account = ServiceAccount()
        account.metadata.name = Self.accountName
        account.metadata.namespace = namespace
        try await unlessItExists { try await self.context.client.create(account) }
    }

    private func ensureAuthority(_ certificate: String, in namespace: String) async throws {
        guard let old = context.cache.configMaps.get(Self.authorityName, namespace: namespace) else {
            var map = ConfigMap()
            map.metadata.name = Self.authorityName
            map.metadata.namespace = namespace
            map.metadata.annotations["kubernetes.io/description"] =
                "Contains a CA bundle that can be used to verify the kube-apiserver."
            map.data = ["ca.crt": certificate]
            return try await unlessItExists { try await self.context.client.create(map) }
        }
        var map = old
        map.data = ["ca.crt": certificate]
        try await context.client.patch(from: old, to: map)
    }

    private func unlessItExists<Object>(_ create: () async throws -> Object) async throws {
        do { _ = try await create() } catch let status as Status where status.isAlreadyExists {}
    }
}
