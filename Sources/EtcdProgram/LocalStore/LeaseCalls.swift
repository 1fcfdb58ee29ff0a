internal import Etcd
package import EtcdAPI
internal import EtcdContract
internal import Schema
internal import Synchronization

/// Leases: granting and revoking goes through the log; renewing doesn't, it only moves the lease's deadline.
extension LocalStore {
    /// In seconds, as etcd's.
    private static let shortestLease = 2
    private static let longestLease = 9_000_000_000

    package func leaseGrant(_ request: LeaseGrantRequest) async throws(StoreError) -> LeaseGrantResponse {
        if request.timeToLive > Self.longestLease { throw .leaseTimeToLiveTooLarge }
        var response = LeaseGrantResponse()
        response.id = request.id == 0 ? Int.random(in: 1 ... .max) : request.id
        response.timeToLive = max(Self.shortestLease, request.timeToLive)
        let applied = try await propose(.grantLease(id: response.id, timeToLive: response.timeToLive))
        response.header = header(applied.revision)
        return response
    }

    package func leaseRevoke(_ request: LeaseRevokeRequest) async throws(StoreError) -> LeaseRevokeResponse {
        var response = LeaseRevokeResponse()
        response.header = header(try await propose(.revokeLease(id: request.id)).revision)
        return response
    }

    package func leaseKeepAlive(_ request: LeaseKeepAliveRequest) async throws(StoreError) -> LeaseKeepAliveResponse {
        let now = clock.now()
        return try state.withLock { state throws(StoreError) in
            if state.isStopped { throw .stopped }
            var response = LeaseKeepAliveResponse()
            response.header = header(state.store.revision)
            response.id = request.id
            guard let lease = state.store.leases[request.id] else { return response }
            state.leaseClock.start(request.id, timeToLive: lease.timeToLive, now: now)
            response.timeToLive = lease.timeToLive
            return response
        }
    }

    package func leaseTimeToLive(
        _ request: LeaseTimeToLiveRequest
    ) async throws(StoreError) -> LeaseTimeToLiveResponse {
        let now = clock.now()
        return state.withLock { state in
            var response = LeaseTimeToLiveResponse()
            response.header = header(state.store.revision)
            response.id = request.id
            response.timeToLive = -1
            guard let lease = state.store.leases[request.id] else { return response }
            response.timeToLive = Int(state.leaseClock.remaining(request.id, now: now)?.components.seconds ?? 0)
            response.grantedTimeToLive = lease.timeToLive
            if request.keys { response.keys = lease.keys.sorted().map { Bytes($0.bytes) } }
            return response
        }
    }

    package func leaseLeases(_ request: LeaseLeasesRequest) async throws(StoreError) -> LeaseLeasesResponse {
        state.withLock { state in
            var response = LeaseLeasesResponse()
            response.header = header(state.store.revision)
            response.leases = state.store.leases.ids.map(LeaseStatus.init)
            return response
        }
    }
}
