internal import Etcd
package import EtcdAPI
internal import EtcdContract
package import GRPC
package import RaftContract
internal import Schema

/// How a member reaches the others. Sending never waits: what can't be sent is lost, and Raft can live with that.
package protocol PeerTransport: Sendable {
    func send(_ messages: [PeerMessage], to member: MemberID)
    /// Sends a snapshot with the message that belongs to it; the store hears of it when that fails.
    func send(_ snapshot: SentSnapshot, to member: MemberID)
    /// Who the others are now, and how each is reached.
    func update(_ members: [MemberAttributes])
    /// A call that only that member can answer.
    func call<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request, of member: MemberID
    ) async throws(StoreError) -> Response
    func isReachable(_ member: MemberID) -> Bool
    /// Runs as long as the store does.
    func run(_ store: LocalStore) async throws
}

/// What members send each other.
package enum PeerMessage: Sendable, Hashable {
    case raft(RaftMessage)
    /// A request for the leader's log, from who doesn't lead.
    case proposal([UInt8])

    /// Of the entries in it, in bytes.
    var size: Int {
        switch self {
        case .proposal(let bytes): bytes.count
        case .raft(let message): message.entries.reduce(0) { $0 + $1.size }
        }
    }
}

extension RaftMessage {
    var entries: [LogEntry] { if case .append(_, let entries, _) = kind { entries } else { [] } }

    var snapshotPoint: SnapshotPoint? { if case .installSnapshot(let point) = kind { point } else { nil } }
}

/// A snapshot on its way to a follower: the message, and the state it speaks of.
package struct SentSnapshot: Sendable {
    var message: RaftMessage
    var writer: SnapshotWriter
}

/// A snapshot that has come from the leader: a whole file on the disk, read and checked.
package struct ReceivedSnapshot: Sendable {
    var message: RaftMessage
    var point: SnapshotPoint
    /// On the disk, under a name of its own until it is installed.
    var file: String
    var size: Int
    var store: MultiVersionStore
    var cluster: ClusterState
}
