package import RaftContract

/// A member of a Raft cluster.
///
/// It always has a term, a vote and a log. What else it has is what it is: a candidate has a ``Ballot``, a leader a
/// ``Leadership``, a follower neither (figure 4 of the paper).
/// ```
///              no leader is heard of            a quorum votes for it
///   follower ────────────────────▶ candidate ─────────────────────────▶ leader
///       ▲                               │ another is leader, or a later    │
///       └───────────────────────────────┴───────── term is seen ◀──────────┘
/// ```
/// Left out compared with etcd's raft: reads on the leader's lease alone, proposals passed on by followers, disk writes in
/// parallel, and priorities among candidates.
package struct RaftMember: RaftCore {
    let configuration: RaftConfiguration
    /// The latest term this member has seen.
    var term: Term = 0
    /// Who got its vote in that term.
    var vote: MemberID?
    /// The term's leader, when known.
    var leader: MemberID?
    var log: RaftLog
    var ballot: Ballot?
    var leadership: Leadership?
    var clock: ElectionClock
    var outbox: Outbox

    package init(configuration: RaftConfiguration, persisted: Persisted) {
        self.configuration = configuration
        log = RaftLog(after: persisted.snapshot)
        clock = ElectionClock(configuration)
        outbox = Outbox(persisted.hardState)
        restore(persisted)
    }

    var id: MemberID { configuration.id }

    package mutating func tick() {
        clock.tick()
        if leadership == nil { tickWithoutLeadership() } else { tickAsLeader() }
    }

    package mutating func propose(_ command: [UInt8]) throws(Refusal) -> EntryPosition {
        try checkMayPropose(bytes: command.count)
        return appendAsLeader(.command(command))
    }

    package mutating func unreachable(_ member: MemberID) {
        guard let slot = leadership?.slot(of: member) else { return }
        leadership?.followers[slot].loseContact()
    }

    package var status: RaftStatus {
        var status = RaftStatus()
        status.id = id
        status.role = role
        (status.term, status.vote, status.leader) = (term, vote, leader)
        (status.commit, status.applied, status.durable) = (log.commit, log.applied, log.durable)
        (status.compacted, status.last) = (log.base.index, log.last.index)
        status.membership = log.membership
        status.progress = leadership?.followers.map(\.asContract) ?? []
        status.transfer = leadership?.transfer?.to
        return status
    }

    private var role: RaftRole {
        if leadership != nil { return .leader }
        guard let ballot else { return .follower }
        return ballot.isPreVote ? .preCandidate : .candidate
    }
}
