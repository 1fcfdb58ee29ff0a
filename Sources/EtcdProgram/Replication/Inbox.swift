internal import EtcdAPI
internal import RaftContract

/// What waits for the replication loop: everything that happens to a member.
struct Inbox: Sendable {
    /// So many proposals, and bytes in them, may wait; more are refused, so that a slow disk doesn't fill the memory.
    static let limit = (count: 5000, size: 64 << 20)

    var ticks = 0
    var proposals: [Proposal] = []
    /// How many bytes of keys and values wait in it.
    var proposalSize = 0
    var messages: [PeerMessage] = []
    var messageSize = 0
    var snapshots: [ReceivedSnapshot] = []
    var unreachable: [MemberID] = []
    var readers: [Reader] = []
    var changes: [MembershipRequest] = []
    var transfers: [Transfer] = []

    var isFull: Bool { proposals.count >= Self.limit.count || proposalSize >= Self.limit.size }

    var isEmpty: Bool {
        ticks == 0 && proposals.isEmpty && messages.isEmpty && snapshots.isEmpty && unreachable.isEmpty
            && readers.isEmpty && changes.isEmpty && transfers.isEmpty
    }
}

/// A request on its way into the log, and who waits for it.
struct Proposal: Sendable {
    typealias Continuation = CheckedContinuation<Result<Applied, StoreError>, Never>

    let name: Request.Name
    let request: Request
    let bytes: [UInt8]
    /// Refused, rather than passed on, by who doesn't lead.
    let isForLeader: Bool
    let answer: Continuation
    /// In heartbeat intervals.
    var deadline = Int.max
    /// The term in which it was given to a leader.
    var term: Term?
}

/// Waits until all that was chosen before is applied here.
struct Reader: Sendable {
    let answer: CheckedContinuation<StoreError?, Never>
    let deadline: Int
}

struct MembershipRequest: Sendable {
    let change: MembershipChange
    let context: [UInt8]
    let answer: CheckedContinuation<StoreError?, Never>
    let deadline: Int
}

struct Transfer: Sendable {
    let target: MemberID
    let answer: CheckedContinuation<StoreError?, Never>
    let deadline: Int
}
