/// etcd's gRPC services by their paths (rpc.proto, package etcdserverpb).
package import GRPC

package enum KVService {
    package static let range = GRPCMethod<RangeRequest, RangeResponse>("/etcdserverpb.KV/Range")
    package static let put = GRPCMethod<PutRequest, PutResponse>("/etcdserverpb.KV/Put")
    package static let deleteRange = GRPCMethod<DeleteRangeRequest, DeleteRangeResponse>("/etcdserverpb.KV/DeleteRange")
    package static let transaction = GRPCMethod<TxnRequest, TxnResponse>("/etcdserverpb.KV/Txn")
    package static let compact = GRPCMethod<CompactionRequest, CompactionResponse>("/etcdserverpb.KV/Compact")
}

package enum WatchService {
    package static let watch = GRPCMethod<WatchRequest, WatchResponse>("/etcdserverpb.Watch/Watch")
}

package enum LeaseService {
    package static let grant = GRPCMethod<LeaseGrantRequest, LeaseGrantResponse>("/etcdserverpb.Lease/LeaseGrant")
    package static let revoke = GRPCMethod<LeaseRevokeRequest, LeaseRevokeResponse>("/etcdserverpb.Lease/LeaseRevoke")
    package static let keepAlive = GRPCMethod<LeaseKeepAliveRequest, LeaseKeepAliveResponse>(
        "/etcdserverpb.Lease/LeaseKeepAlive")
    package static let timeToLive = GRPCMethod<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
        "/etcdserverpb.Lease/LeaseTimeToLive")
    package static let leases = GRPCMethod<LeaseLeasesRequest, LeaseLeasesResponse>("/etcdserverpb.Lease/LeaseLeases")
}

package enum MaintenanceService {
    package static let status = GRPCMethod<StatusRequest, StatusResponse>("/etcdserverpb.Maintenance/Status")
    package static let alarm = GRPCMethod<AlarmRequest, AlarmResponse>("/etcdserverpb.Maintenance/Alarm")
    package static let defragment = GRPCMethod<DefragmentRequest, DefragmentResponse>(
        "/etcdserverpb.Maintenance/Defragment")
    package static let hash = GRPCMethod<HashRequest, HashResponse>("/etcdserverpb.Maintenance/Hash")
    package static let hashKV = GRPCMethod<HashKVRequest, HashKVResponse>("/etcdserverpb.Maintenance/HashKV")
    package static let moveLeader = GRPCMethod<MoveLeaderRequest, MoveLeaderResponse>(
        "/etcdserverpb.Maintenance/MoveLeader")
    package static let snapshot = GRPCMethod<SnapshotRequest, SnapshotResponse>("/etcdserverpb.Maintenance/Snapshot")
}

package enum ClusterService {
    package static let memberList = GRPCMethod<MemberListRequest, MemberListResponse>(
        "/etcdserverpb.Cluster/MemberList")
    package static let memberAdd = GRPCMethod<MemberAddRequest, MemberAddResponse>("/etcdserverpb.Cluster/MemberAdd")
    package static let memberRemove = GRPCMethod<MemberRequest, MemberListResponse>(
        "/etcdserverpb.Cluster/MemberRemove")
    package static let memberUpdate = GRPCMethod<MemberUpdateRequest, MemberListResponse>(
        "/etcdserverpb.Cluster/MemberUpdate")
    package static let memberPromote = GRPCMethod<MemberRequest, MemberListResponse>(
        "/etcdserverpb.Cluster/MemberPromote")
}

package enum AuthService {
    package static let status = GRPCMethod<AuthStatusRequest, AuthStatusResponse>("/etcdserverpb.Auth/AuthStatus")
}

extension StoreError {
    package init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as GRPCError: self.init(code: error.code.rawValue, message: error.message)
        case is CancellationError: self = .cancelled
        default: self = .unavailable("\(error)")
        }
    }

    /// The caller's task was cancelled. A write may have happened or not.
    package static let cancelled = StoreError.other(code: 1, message: "cancelled")

    package var status: GRPCError { GRPCError(GRPCCode(rawValue: code) ?? .unknown, message) }
}
