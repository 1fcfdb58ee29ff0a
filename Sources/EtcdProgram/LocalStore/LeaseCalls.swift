internal import Etcd
package import EtcdAPI
internal import EtcdContract
internal import RaftContract
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
        let applied = try await propose(.store(.grantLease(id: response.id, timeToLive: response.timeToLive)))
        response.header = header(applied.revision)
        return response
    }

    package func leaseRevoke(_ request: LeaseRevokeRequest) async throws(StoreError) -> LeaseRevokeResponse {
        var response = LeaseRevokeResponse()
        response.header = header(try await propose(.store(.revokeLease(id: request.id))).revision)
        return response
    }

    /// The leader alone knows when leases expire. Before it renews one it makes sure that it still leads: another may
    /// have let the lease expire already.
    package func leaseKeepAlive(_ request: LeaseKeepAliveRequest) async throws(StoreError) -> LeaseKeepAliveResponse {
        if let leader = try leaderElsewhere {
            return try await transport.call(PeerService.keepAlive, request, of: leader)
        }
        try await waitUntilCurrent()
        let now = clock.now()
        return try state.withLock { state throws(StoreError) in
            var response = LeaseKeepAliveResponse()
            response.header = state.header(identity)
            response.id = request.id
            guard let lease = state.store.leases[request.id] else { return response }
            if state.leaseClock == nil { throw .notLeader }
            state.leaseClock?.start(request.id, timeToLive: lease.timeToLive, now: now)
            response.timeToLive = lease.timeToLive
            return response
        }
    }

    package func leaseTimeToLive(
        _ request: LeaseTimeToLiveRequest
    ) async throws(StoreError) -> LeaseTimeToLiveResponse {
        if let leader = try leaderElsewhere {
            return try await transport.call(PeerService.timeToLive, request, of: leader)
        }
        try await waitUntilCurrent()
        let now = clock.now()
        return try state.withLock { state throws(StoreError) in
            var response = LeaseTimeToLiveResponse()
            response.header = state.header(identity)
            response.id = request.id
            response.timeToLive = -1
            guard let lease = state.store.leases[request.id] else { return response }
            guard let clock = state.leaseClock else { throw .notLeader }
            response.timeToLive = Int(clock.remaining(request.id, now: now)?.components.seconds ?? 0)
            response.grantedTimeToLive = lease.timeToLive
            if request.keys { response.keys = lease.keys.sorted().map { Bytes($0.bytes) } }
            return response
        }
    }

    package func leaseLeases(_ request: LeaseLeasesRequest) async throws(StoreError) -> LeaseLeasesResponse {
        try await waitUntilCurrent()
        return state.withLock { state in
            var response = LeaseLeasesResponse()
            response.header = state.header(identity)
            response.leases = state.store.leases.ids.map(LeaseStatus.init)
            return response
        }
    }

    /// Nil if this member leads, or is just about to.
    var leaderElsewhere: MemberID? {
        get throws(StoreError) {
            let state = state.withLock {
                (isStopped: $0.isStopped, isCorrupt: $0.isCorrupt, raft: $0.raft, isAlone: $0.isAlone)
            }
            if state.isStopped { throw .stopped }
            if state.isCorrupt { throw .corrupt }
            if state.isAlone || state.raft.role == .leader { return nil }
            guard let leader = state.raft.leader else { throw .noLeader }
            return leader
        }
    }
}
