public import Schema

/// What a member has to remember besides its log. Term and vote must be on disk before any message that follows from
/// them leaves: a member that forgets its vote votes twice, and a term gets two leaders (figure 2 of the paper).
public struct HardState: Declared {
    public var term: Term = 0
    /// Who got this member's vote in ``term``.
    public var vote: MemberID?
    /// Needn't be on disk, but saves time at the start; may be behind.
    public var commit: LogIndex = 0

    public init() {}

    public init(term: Term, vote: MemberID? = nil, commit: LogIndex = 0) {
        self.term = term
        self.vote = vote
        self.commit = commit
    }

    public static let schema = Schema<Self>("What a member has to remember besides its log.") {
        Field(1, "term", \.term, always: true, "The latest term seen.")
        Field(2, "vote", \.vote, "Who got the vote in it.")
        Field(3, "commit", \.commit, always: true, "Known to be committed.")
    }
}

/// Up to where a snapshot replaces the log, and who were the members there. What is in the snapshot belongs to the
/// caller; the core never sees it.
public struct SnapshotPoint: Declared {
    /// The last entry that it has in it.
    public var index: LogIndex = 0
    public var term: Term = 0
    public var membership = Membership()

    public init() {}

    public init(index: LogIndex, term: Term, membership: Membership) {
        self.index = index
        self.term = term
        self.membership = membership
    }

    public static let schema = Schema<Self>("Up to where a snapshot replaces the log.") {
        Field(2, "index", \.index, always: true, "The last entry in it.")
        Field(3, "term", \.term, always: true, "That entry's term.")
        Field(1, "membership", \.membership, "Who were the members there.")
    }
}

/// What a member finds on its disk when it starts.
public struct Persisted: Hashable, Sendable {
    public var hardState = HardState()
    /// What stands before the first entry: index 0 with the first members, until there is a snapshot.
    public var snapshot = SnapshotPoint()
    /// The log after the snapshot, without gaps.
    public var entries: [LogEntry] = []

    public init(hardState: HardState, snapshot: SnapshotPoint, entries: [LogEntry]) {
        self.hardState = hardState
        self.snapshot = snapshot
        self.entries = entries
    }

    /// An empty disk. All first members start with the same voters; who joins later starts with none, and learns from the
    /// leader who they are.
    public init(voters: [MemberID]) { snapshot.membership = Membership(voters: voters) }
}

// MARK: - As JSON

extension Persisted {
    public var json: JSON {
        ["hardState": hardState.json, "snapshot": snapshot.json, "entries": entries.json]
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(
            hardState: try json.read("hardState"), snapshot: try json.read("snapshot"),
            entries: try [LogEntry](member: "entries", of: json))
    }
}
