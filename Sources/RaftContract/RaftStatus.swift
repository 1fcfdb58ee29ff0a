public import Schema

/// How a member sees itself and the others: for people, tests and the caller's decisions, never needed by the protocol.
public struct RaftStatus: Declared {
    public var id: MemberID = 0
    public var role = RaftRole.follower
    public var term: Term = 0
    public var vote: MemberID?
    /// The leader of ``term``, when known.
    public var leader: MemberID?
    /// Known to be committed.
    public var commit: LogIndex = 0
    /// Given out for applying.
    public var applied: LogIndex = 0
    /// The oldest entry that is still in the log is the one after this.
    public var compacted: LogIndex = 0
    /// The newest entry; ``compacted`` when there is none.
    public var last: LogIndex = 0
    /// The newest entry that is on disk here.
    public var durable: LogIndex = 0
    /// The latest in the log, committed or not.
    public var membership = Membership()
    /// A leader's view of the others, ascending by member; empty for all others.
    public var progress: [FollowerProgress] = []
    /// Who is to take over.
    public var transfer: MemberID?

    public init() {}

    public static let schema = Schema<Self>("How a member sees itself and the others.") {
        Field(nil, "id", \.id, always: true, "Its own name.")
        Field(nil, "role", \.role, "follower, preCandidate, candidate or leader.")
        Field(nil, "term", \.term, always: true, "The latest term seen.")
        Field(nil, "vote", \.vote, "Who got the vote in it.")
        Field(nil, "leader", \.leader, "Its leader.")
        Field(nil, "commit", \.commit, always: true, "Known to be committed.")
        Field(nil, "applied", \.applied, always: true, "Given out for applying.")
        Field(nil, "compacted", \.compacted, "Entries through this one are gone.")
        Field(nil, "last", \.last, always: true, "The newest entry.")
        Field(nil, "durable", \.durable, always: true, "The newest entry on disk.")
        Field(nil, "membership", \.membership, "The latest membership in the log.")
        Field(nil, "progress", \.progress, "A leader's view of the others.")
        Field(nil, "transfer", \.transfer, "Who is to take over.")
    }
}

/// What a member is at the moment (figure 4 of the paper).
public struct RaftRole: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let follower: RaftRole = "follower"
    /// Asks whether it would be elected.
    public static let preCandidate: RaftRole = "preCandidate"
    public static let candidate: RaftRole = "candidate"
    public static let leader: RaftRole = "leader"
}

/// How far a follower is, as its leader knows.
public struct FollowerProgress: Declared {
    public var member: MemberID = 0
    /// The follower's log is known to be the leader's through this index.
    public var match: LogIndex = 0
    /// The next entry to send.
    public var next: LogIndex = 0
    public var state = ProgressState.probe
    /// Appends sent and not answered.
    public var inFlight = 0
    /// Heard of since the last check of the quorum.
    public var isActive = false

    public init() {}

    public static let schema = Schema<Self>("How far a follower is.") {
        Field(nil, "member", \.member, always: true, "The follower.")
        Field(nil, "match", \.match, always: true, "Known to be in its log.")
        Field(nil, "next", \.next, always: true, "The next entry to send.")
        Field(nil, "state", \.state, "probe, replicate or snapshot.")
        Field(nil, "inFlight", \.inFlight, "Appends sent and not answered.")
        Field(nil, "isActive", \.isActive, "Heard of lately.")
    }
}

/// How a leader sends to a follower.
public struct ProgressState: OpenEnum {
    public var rawValue = ""
    public init() {}

    /// One append at a time, until it is known where the logs agree.
    public static let probe: ProgressState = "probe"
    /// One append after the other, without waiting for answers.
    public static let replicate: ProgressState = "replicate"
    /// Nothing, until the follower has installed a snapshot.
    public static let snapshot: ProgressState = "snapshot"
}
