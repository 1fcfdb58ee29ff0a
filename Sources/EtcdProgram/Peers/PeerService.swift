internal import EtcdAPI
internal import GRPC
internal import RaftContract
internal import Schema

/// What members ask each other, on the peers' port.
enum PeerService {
    /// Frames of ``PeerFrame`` in one direction, in the other an empty one for each, as a sign of life.
    static let messages = GRPCMethod<PeerBytes, PeerBytes>("/dinghy.Peer/Messages")
    /// First the message, then the snapshot's file in pieces.
    static let snapshot = GRPCMethod<PeerBytes, PeerBytes>("/dinghy.Peer/Snapshot")
    /// For who wants to join: the members, and in the header the cluster.
    static let members = GRPCMethod<PeerBytes, MemberListResponse>("/dinghy.Peer/Members")
    static let keepAlive = GRPCMethod<LeaseKeepAliveRequest, LeaseKeepAliveResponse>("/dinghy.Peer/KeepAlive")
    static let timeToLive = GRPCMethod<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>("/dinghy.Peer/TimeToLive")
}

/// Raft's values have a form of their own (see `RaftCoding.swift`); to gRPC they are bytes.
struct PeerBytes: Declared {
    var bytes: [UInt8] = []
    init() {}
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static let schema = Schema<Self>("What one member says to another.") {
        Field(1, "bytes", \.bytes.wire)
    }
}
