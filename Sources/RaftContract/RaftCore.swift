/// One member of a Raft cluster without a network, a disk or a clock: what happens goes in, what is to be done comes out.
///
/// ```
///   clock ──── tick() ───────────▶ ┌──────────┐              1. promptMessages ───▶ send at once
///   network ── receive(message) ─▶ │          │              2. hardState, snapshot, entries ──▶ disk, with fsync
///   clients ── propose(command) ─▶ │ RaftCore │ takeOutput() 3. persisted(through:term:)
///              read(context) ────▶ │          │ ───────────▶ 4. messages ──▶ send only now
///   disk ───── persisted(…) ─────▶ │          │              5. committed ─▶ apply, then answer the clients
///              compact(through:) ▶ └──────────┘              6. reads ─────▶ answer when applied so far
/// ```
/// Source: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm (extended version), 2014, here *the
/// paper*; Ongaro, Consensus: Bridging Theory and Practice, 2014, here *the thesis*.
///
/// The contract:
/// - The steps above are done in this order. One output is worked off before the next is taken; calls between are fine.
/// - A message in ``RaftOutput/messages`` says or implies that something is on disk: a vote, an entry. It leaves only when
///   that is true. The leader itself counts for an entry's majority only after ``persisted(through:term:)``.
/// - Messages may be lost, doubled, delayed and reordered. They may not be altered.
/// - After a crash the member is made anew from what its disk has kept, and nothing else.
/// - Time is ticks, and chance follows from the configuration's seed: the same calls give the same outputs.
/// - ``receive(_:)`` believes the sender to be a member that keeps the protocol. Raft doesn't protect against liars.
public protocol RaftCore: Sendable {
    /// - Parameter persisted: what the disk has. For the first start, ``Persisted/init(voters:)``.
    init(configuration: RaftConfiguration, persisted: Persisted)

    /// One unit of time has passed: elections and heartbeats are counted in these.
    mutating func tick()

    /// A message has arrived.
    mutating func receive(_ message: RaftMessage)

    /// Wants a command in the log. It is chosen only when it comes back in ``RaftOutput/committed`` at this index with
    /// this term; an entry with another term there means that it is lost.
    /// - Throws: ``Refusal/notLeader(leader:)`` and others; then the log is as it was.
    mutating func propose(_ command: [UInt8]) throws(Refusal) -> EntryPosition

    /// Wants other members. The new membership counts from the moment that it is in the log (§6 of the paper).
    /// - Parameter context: for the caller, who finds it in the entry: a new member's addresses.
    mutating func proposeMembership(_ change: MembershipChange, context: [UInt8]) throws(Refusal) -> EntryPosition

    /// Asks which index must have been applied for a linearizable read (§6.4 of the thesis). ``RaftOutput/reads`` answers;
    /// or nothing does, if messages get lost or the leader changes: then the caller asks again, with another context.
    /// - Parameter context: names the question; never used twice by this member, across restarts too.
    /// - Throws: ``Refusal/notLeader(leader:)`` when there is no leader known who could be asked.
    mutating func read(_ context: UInt64) throws(Refusal)

    /// Lets another voter take over as soon as it has the whole log (§3.10 of the thesis). Given up, and proposals taken
    /// again, when it has not within an election timeout.
    mutating func transferLeadership(to member: MemberID) throws(Refusal)

    /// What is to be done now; empty when nothing is. What was taken isn't given again.
    mutating func takeOutput() -> RaftOutput

    /// The disk has the log through this index: everything of the output with this entry. Also to be called when the
    /// output has a hard state or snapshot and no entries, with the last entry (or snapshot) that the disk has.
    /// - Parameter term: the term of that entry, as it was written.
    mutating func persisted(through index: LogIndex, term: Term)

    /// The caller has a snapshot of what was applied through this index: the entries up to it may go. Does nothing beyond
    /// what was applied, or twice.
    mutating func compact(through index: LogIndex)

    /// Messages to this member don't arrive, or a snapshot couldn't be transferred: until it is heard of again, only probe.
    /// Only a hint that makes things faster: without it, time brings the same.
    mutating func unreachable(_ member: MemberID)

    var status: RaftStatus { get }
}

extension RaftCore {
    public mutating func unreachable(_ member: MemberID) {}
}

/// Where an entry stands. Two entries with the same position are the same entry, and so are all before them: the *log
/// matching property* (§5.3 of the paper).
public struct EntryPosition: Hashable, Sendable {
    public var term: Term
    public var index: LogIndex

    public init(term: Term, index: LogIndex) {
        self.term = term
        self.index = index
    }
}

/// Why a request was refused. Nothing has changed; whoever asked may try again, elsewhere or later.
public enum Refusal: Error, Hashable, Sendable {
    /// Only the leader can; this is the one known, if any.
    case notLeader(leader: MemberID?)
    /// The leader is about to hand over.
    case transferring(to: MemberID)
    /// Too much waits to be committed (``RaftConfiguration/maxUncommittedBytes``).
    case overloaded
    /// The last membership change isn't committed yet, or a joint membership not yet left.
    case membershipChangePending
    /// A leader may change the members only when it has committed an entry of its own term. (Ongaro's correction of 2015,
    /// raft-dev: bug in single-server membership changes.)
    case nothingCommittedInTerm
    /// The change makes no sense for this membership: why.
    case invalid(String)
}

extension Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notLeader(nil): "not the leader, and none is known"
        case .notLeader(let leader?): "not the leader, which is \(leader)"
        case .transferring(let member): "leadership is being transferred to \(member)"
        case .overloaded: "too much waits to be committed"
        case .membershipChangePending: "another membership change is under way"
        case .nothingCommittedInTerm: "nothing of this term is committed yet"
        case .invalid(let why): why
        }
    }
}
