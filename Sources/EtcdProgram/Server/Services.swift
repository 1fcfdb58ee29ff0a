internal import EtcdAPI
internal import EtcdContract
internal import GRPC
internal import RaftContract
internal import Schema

/// The store behind etcd's gRPC API: each method is one call of the store, with its refusals as gRPC statuses.
struct Services: Sendable {
    let store: LocalStore

    var all: GRPCServices {
        var services = GRPCServices()
        addKeyValues(to: &services)
        addLeases(to: &services)
        addMaintenance(to: &services)
        services.unary(AuthService.status) { _, _ in
            var response = AuthStatusResponse()
            response.header = store.header(store.revision)
            return response
        }
        addUnimplemented(to: &services)
        return services
    }

    private func addKeyValues(to services: inout GRPCServices) {
        services.unary(KVService.range) { request, _ in
            try await status { () async throws(StoreError) in try await store.range(request) }
        }
        services.unary(KVService.put) { request, _ in
            try await status { () async throws(StoreError) in try await store.put(request) }
        }
        services.unary(KVService.deleteRange) { request, _ in
            try await status { () async throws(StoreError) in try await store.deleteRange(request) }
        }
        services.unary(KVService.transaction) { request, _ in
            try await status { () async throws(StoreError) in try await store.transaction(request) }
        }
        services.unary(KVService.compact) { request, _ in
            try await status { () async throws(StoreError) in try await store.compact(request) }
        }
        services.bidirectional(WatchService.watch) { requests, responses, _ in
            try await WatchSession(store: store, responses: responses).serve(requests)
        }
    }

    private func addLeases(to services: inout GRPCServices) {
        services.unary(LeaseService.grant) { request, _ in
            try await status { () async throws(StoreError) in try await store.leaseGrant(request) }
        }
        services.unary(LeaseService.revoke) { request, _ in
            try await status { () async throws(StoreError) in try await store.leaseRevoke(request) }
        }
        services.unary(LeaseService.timeToLive) { request, _ in
            try await status { () async throws(StoreError) in try await store.leaseTimeToLive(request) }
        }
        services.unary(LeaseService.leases) { request, _ in
            try await status { () async throws(StoreError) in try await store.leaseLeases(request) }
        }
        services.bidirectional(LeaseService.keepAlive) { requests, responses, _ in
            for try await request in requests {
                try await responses.write(
                    try await status { () async throws(StoreError) in try await store.leaseKeepAlive(request) })
            }
        }
    }
}

/// A refusal of the store, as gRPC says it.
func status<Value>(_ call: () async throws(StoreError) -> Value) async throws(GRPCError) -> Value {
    do throws(StoreError) { return try await call() } catch { throw error.status }
}

// MARK: - What isn't there

extension Services {
    private static let unimplemented: [(paths: [String], reason: String)] = [
        (
            [
                "AuthEnable", "AuthDisable", "Authenticate", "UserAdd", "UserGet", "UserList",
                "UserDelete", "UserChangePassword", "UserGrantRole", "UserRevokeRole", "RoleAdd", "RoleGet",
                "RoleList", "RoleDelete", "RoleGrantPermission", "RoleRevokePermission",
            ].map { "/etcdserverpb.Auth/\($0)" }, "this etcd has no users; use client certificates"
        ),
        (["/etcdserverpb.Maintenance/Downgrade"], "this etcd has one version only"),
    ]

    private func addUnimplemented(to services: inout GRPCServices) {
        for (paths, reason) in Self.unimplemented {
            for path in paths {
                services.unary(GRPCMethod<Anything, Anything>(path)) { _, _ in
                    throw GRPCError(.unimplemented, "etcdserver: \(reason)")
                }
            }
        }
    }
}

/// A message of which nothing is read.
private struct Anything: Declared {
    init() {}
    static let schema = Schema<Self>("Any message.") {}
}
