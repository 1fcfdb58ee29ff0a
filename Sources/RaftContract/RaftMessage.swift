/// What members say to each other.
public struct RaftMessage: Hashable, Sendable {
    public var from: MemberID
    public var to: MemberID
    /// The sender's term; of a pre-vote, the one that it would begin. Whoever has an older one moves on to it, but for
    /// pre-votes.
    public var term: Term
    public var kind: Kind

    public enum Kind: Hashable, Sendable {
        /// A candidate asks for a vote, and says how far its log goes (RequestVote of figure 2).
        case requestVote(VoteRequest)
        case vote(granted: Bool, isPreVote: Bool)
        /// New entries, to be put behind `previous` (AppendEntries of figure 2).
        case append(previous: EntryPosition, entries: [LogEntry], commit: LogIndex)
        /// The follower's log is the leader's through this index, and that is on its disk.
        case appended(index: LogIndex)
        /// The entry `previous` of an append isn't in the follower's log; what the leader may try next.
        case rejected(previous: LogIndex, hint: EntryPosition)
        /// The leader lives. `commit` is never beyond what this follower is known to have.
        case heartbeat(commit: LogIndex, context: UInt64?)
        /// With the heartbeat's context: so the leader learns that it still is the leader (§6.4 of the thesis).
        case heartbeatAnswer(context: UInt64?)
        /// The entries that the follower needs have been compacted. The caller sends its snapshot along, of this point or a
        /// later one (then it changes the point); the answer is `appended`.
        case installSnapshot(SnapshotPoint)
        /// The leader wants the receiver to hold an election at once, without waiting for any timeout.
        case timeoutNow
        /// A follower asks for the leader, on behalf of its own ``RaftCore/read(_:)``.
        case readIndex(context: UInt64)
        case readIndexAnswer(context: UInt64, index: LogIndex)
    }

    public init(from: MemberID, to: MemberID, term: Term, _ kind: Kind) {
        self.from = from
        self.to = to
        self.term = term
        self.kind = kind
    }
}

/// A candidate's question.
public struct VoteRequest: Hashable, Sendable {
    /// The candidate's last entry.
    public var last: EntryPosition
    /// Only asks whether it would be elected.
    public var isPreVote: Bool
    /// The old leader itself has wished for this election: nobody is to be loyal to it.
    public var isTransfer: Bool

    public init(last: EntryPosition, isPreVote: Bool = false, isTransfer: Bool = false) {
        self.last = last
        self.isPreVote = isPreVote
        self.isTransfer = isTransfer
    }
}

// MARK: - For people

/// `1→2 append 5 after 3/2 [3/3 empty] commit 2`: positions are term/index, the number after the name is the term.
extension RaftMessage: CustomStringConvertible {
    public var description: String { "\(from)→\(to) \(words)" }

    private var words: String {
        switch kind {
        case .requestVote(let request):
            (request.isPreVote ? "requestPreVote" : "requestVote")
                + " \(term) last \(request.last)\(request.isTransfer ? " transfer" : "")"
        case .vote(let granted, let isPreVote):
            "\(isPreVote ? "preVote" : "vote") \(term) \(granted ? "granted" : "refused")"
        case .append(let previous, let entries, let commit):
            "append \(term) after \(previous) [\(entries.map(\.description).joined(separator: ", "))] commit \(commit)"
        case .appended(let index): "appended \(term) through \(index)"
        case .rejected(let previous, let hint): "rejected \(term) \(previous) hint \(hint)"
        case .heartbeat(let commit, let context): "heartbeat \(term) commit \(commit)\(Self.words(context))"
        case .heartbeatAnswer(let context): "heartbeatAnswer \(term)\(Self.words(context))"
        case .installSnapshot(let point): "installSnapshot \(term) \(point)"
        case .timeoutNow: "timeoutNow \(term)"
        case .readIndex(let context): "readIndex \(term)\(Self.words(context))"
        case .readIndexAnswer(let context, let index): "readIndexAnswer \(term)\(Self.words(context)) index \(index)"
        }
    }

    private static func words(_ context: UInt64?) -> String { context.map { " context \($0)" } ?? "" }
}

extension EntryPosition: CustomStringConvertible {
    public var description: String { "\(term)/\(index)" }
}

extension LogEntry: CustomStringConvertible {
    /// `3/7 "put x"`, `3/8 empty`, `3/9 voters 1 2 3`.
    public var description: String {
        switch content {
        case .empty: "\(position) empty"
        case .command(let command): "\(position) \"\(String(decoding: command, as: UTF8.self))\""
        case .membership(let membership, _): "\(position) \(membership)"
        }
    }
}

extension SnapshotPoint: CustomStringConvertible {
    public var description: String { "\(term)/\(index) \(membership)" }
}

extension Membership: CustomStringConvertible {
    public var description: String {
        func words(_ name: String, _ members: [MemberID]) -> [String] {
            members.isEmpty ? [] : [name] + members.map(String.init)
        }
        return (words("voters", voters) + words("outgoing", outgoing) + words("learners", learners))
            .joined(separator: " ")
    }
}
