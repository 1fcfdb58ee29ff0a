internal import Etcd
internal import EtcdContract
internal import RaftContract
internal import Synchronization

/// The core with its journal, and what the replication loop has to remember from turn to turn.
struct Replica: Sendable {
    var core: any RaftCore
    var journal: Journal
    /// Taken from the core and not worked off yet.
    var output: RaftOutput?
    /// What the cluster can't take at the moment: no leader is known.
    var parked: [Proposal] = []
    var reads: PendingReads
    /// Membership changes in the log, by their place there.
    var changes: [EntryPosition: MembershipRequest] = [:]
    var transfers: [Transfer] = []
    /// Came from the leader, and not installed yet.
    var received: [ReceivedSnapshot] = []
    var retained = RetainedEntries()
    /// Of who is in the log already as a member, and not yet in the applied state.
    var newMembers: [MemberAttributes] = []
}

/// Linearizable reads that wait: first for the leader to say that it still is the leader, and how far the log was then;
/// after that until as much is applied here (§6.4 of Ongaro's thesis).
///
/// Only one question is under way at a time. Who comes meanwhile shares the next one, so a thousand readers cost hardly
/// more messages than one.
struct PendingReads: Sendable {
    /// Asked, and not answered.
    var asked: (context: UInt64, readers: [Reader], tick: Int)?
    /// For the next question.
    var waiting: [Reader] = []
    /// Answered: what has to be applied first.
    var granted: [(index: LogIndex, readers: [Reader])] = []
    private var nextContext: UInt64

    init(firstContext: UInt64) { nextContext = firstContext }

    mutating func takeContext() -> UInt64 {
        nextContext &+= 1
        return nextContext
    }

    /// Removes who has waited too long.
    mutating func takeExpired(now tick: Int) -> [Reader] {
        var expired: [Reader] = []
        func split(_ readers: inout [Reader]) {
            expired += readers.filter { $0.deadline <= tick }
            readers.removeAll { $0.deadline <= tick }
        }
        split(&waiting)
        if var question = asked {
            split(&question.readers)
            asked = question
        }
        for index in granted.indices { split(&granted[index].readers) }
        return expired
    }
}

/// How many applied entries the core keeps, for followers that are a little behind: who is further behind gets a
/// snapshot.
struct RetainedEntries: Sendable {
    private static let limit = (count: 5000, size: 16 << 20)
    private var sizes: [Int] = []
    private var size = 0
    private var last: LogIndex = 0

    /// Through which index the log may go, now that this entry is applied too.
    mutating func add(_ entry: LogEntry) {
        sizes.append(entry.size)
        size += entry.size
        last = entry.index
    }

    /// Nil as long as it isn't worth it.
    mutating func takeCompaction(isAlone: Bool) -> LogIndex? {
        let limit = isAlone ? (count: 0, size: 0) : Self.limit
        guard sizes.count > 2 * limit.count + 100 || size > 2 * limit.size + 1 << 20 else { return nil }
        var dropped = 0
        while dropped < sizes.count, sizes.count - dropped > limit.count || size > limit.size {
            size -= sizes[dropped]
            dropped += 1
        }
        // A new one: the old one keeps the room for all that was read at the start.
        sizes = Array(sizes[dropped...])
        return last - sizes.count
    }
}

extension Replica {
    /// What is applied and no follower is likely to need, goes.
    mutating func dropApplied(isAlone: Bool) {
        if let index = retained.takeCompaction(isAlone: isAlone) { core.compact(through: index) }
    }
}

// MARK: - Starting

extension Replica {
    init(_ recovered: Recovered, _ configuration: LocalStore.Configuration, _ core: any RaftCore.Type) {
        var settings = RaftConfiguration(id: recovered.identity.member, seed: .random(in: 0..<1 << 63))
        settings.electionTicks = configuration.electionTicks
        settings.preVote = true
        settings.checkQuorum = true
        settings.maxUncommittedBytes = Inbox.limit.size
        var persisted = recovered.persisted
        // Alone, whatever is on the own disk is chosen.
        let latest = persisted.entries.reversed().lazy.compactMap(\.membership).first ?? persisted.snapshot.membership
        if latest.isOnly(settings.id), let last = persisted.entries.last {
            persisted.hardState.commit = last.index
        }
        self.init(
            core: core.init(configuration: settings, persisted: persisted), journal: recovered.journal,
            reads: PendingReads(firstContext: .random(in: 0 ... .max)))
    }
}

extension LogEntry {
    fileprivate var membership: Membership? {
        if case .membership(let membership, _) = content { membership } else { nil }
    }
}

extension LocalStore {
    /// What is known to be chosen is applied before anybody asks.
    func applyRecovered() {
        // Taken, not copied: a copy would be a second log.
        guard var replica = takeReplica() else { return }
        var output = replica.core.takeOutput()
        apply(output.committed, &replica)
        replica.journal.giveBackRoom()
        output.committed = []
        replica.output = output.isEmpty ? nil : output
        let status = replica.core.status
        replica.dropApplied(isAlone: status.membership.isOnly(status.id))
        state.withLock { state in
            state.raft = replica.core.status
            state.phase = .idle(replica)
        }
    }
}
