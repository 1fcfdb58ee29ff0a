internal import Etcd
internal import EtcdAPI
internal import EtcdContract
internal import RaftContract

/// What the store's loops and callers share, under one lock.
///
/// `withLock({ $0.isAlone })` reads in place, `withLock(\.isAlone)` from a copy of all this: what each request or turn looks
/// at is written the first way.
struct State: Sendable {
    enum Phase: Sendable {
        /// Recovered, not running yet: what comes in waits.
        case idle(Replica)
        case running
        case stopped
    }

    var phase: Phase

    // What all members have in common once they have applied as much.

    var store: MultiVersionStore
    /// Where the store's values are; nil: in memory.
    let values: ValueFile?
    var cluster: ClusterState
    /// The last entry that is applied.
    var applied: EntryPosition

    // Of this member alone.

    /// As of the last turn of the replication loop.
    var raft: RaftStatus
    /// Bytes on disk.
    var diskSize: Int
    /// As of the last turn of the replication loop.
    var written: WrittenLog
    /// When leases expire; nil unless this member leads.
    var leaseClock: LeaseClock?
    /// Between the moment in which space ran out here and the one in which all members know it.
    var isOutOfSpace = false
    /// What is found wrong with this member's data.
    var corruption: String?

    /// This member was removed from the cluster.
    var isRemoved = false

    // Who waits for what.

    var inbox = Inbox()
    /// Requests on their way through the log.
    var waiting: [Request.Name: Proposal] = [:]
    var nextName: Request.Name
    /// Who wants to know when a snapshot is complete.
    var snapshotRequests: [CheckedContinuation<Result<Void, StoreError>, Never>] = []
    var snapshotJob: SnapshotJob?
    var isSnapshotRunning = false
    var lastSnapshot: LogIndex
    /// Of a snapshot that is complete, until the replication loop has taken note.
    var snapshotSize: Int?
    /// Loops and watches that have nothing to do, by what they wait for.
    var replicator: CheckedContinuation<Void, Never>?
    var snapshotter: CheckedContinuation<Void, Never>?
    var nextWatchID = 0
    var sleepingWatches: [Int: CheckedContinuation<Void, Never>] = [:]
    /// Counts the times that watches were asked to say how far they are.
    var progressRounds = 0
    /// Counts heartbeat intervals.
    var ticks = 0

    init(_ replica: Replica, _ recovered: Recovered, _ values: ValueFile?) {
        phase = .idle(replica)
        store = recovered.store
        self.values = values
        cluster = recovered.cluster
        let snapshot = recovered.persisted.snapshot
        applied = EntryPosition(term: snapshot.term, index: snapshot.index)
        lastSnapshot = snapshot.index
        raft = replica.core.status
        diskSize = recovered.journal.size
        written = recovered.journal.written
        nextName = .random(in: 0 ... .max)
    }

    var isStopped: Bool { if case .stopped = phase { true } else { false } }

    /// True if there is something for the replication loop to do.
    var hasWork: Bool {
        !inbox.isEmpty || snapshotSize != nil || (!snapshotRequests.isEmpty && !isSnapshotRunning)
    }

    var isLeader: Bool { raft.role == .leader }

    /// A quorum of one has nobody to ask: what is applied here is all that anybody was ever told.
    var isAlone: Bool { raft.membership.isOnly(raft.id) }

    /// Whether reads need no question to the others.
    var readsAreLocal: Bool { isAlone && isLeader && applied.term == raft.term }

    func hasAlarm(_ kind: Alarm.Kind) -> Bool { cluster.has(kind) || (kind == .noSpace && isOutOfSpace) }

    /// Whether this member's data can't be trusted: then it serves nobody.
    var isCorrupt: Bool { corruption != nil || cluster.has(.corrupt, of: raft.id) }

    mutating func wakeWatches() -> [CheckedContinuation<Void, Never>] {
        defer { sleepingWatches = [:] }
        return Array(sleepingWatches.values)
    }
}

extension Membership {
    /// Looked at by every read, so nothing is made for it.
    func isOnly(_ member: MemberID) -> Bool {
        voters.count == 1 && voters[0] == member && outgoing.isEmpty && learners.isEmpty
    }
}

/// What came of a request.
struct Applied: Sendable {
    var result: OperationResult?
    /// The store's revision behind it.
    var revision: Int
}
