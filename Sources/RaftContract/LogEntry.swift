/// A member's name; never 0. Over the pipe of labs below 2⁶³.
public typealias MemberID = UInt64

/// Raft's clock: each election begins a new term, and each term has at most one leader (§5.1 of the paper).
public typealias Term = Int

/// A place in the log. The first entry has index 1; index 0 is what stands before all entries, with term 0.
public typealias LogIndex = Int

/// One place of the replicated log.
public struct LogEntry: Hashable, Sendable {
    /// In which it was proposed. Terms never fall along a log.
    public var term: Term
    public var index: LogIndex
    public var content: Content

    public enum Content: Hashable, Sendable {
        /// What a new leader begins its term with: with it, all entries before it can be committed (§5.4.2 of the paper).
        case empty
        /// What a client wants, meaningful only to who applies it.
        case command([UInt8])
        /// Who is a member from here on, and the context of the change.
        case membership(Membership, context: [UInt8])
    }

    public init(term: Term, index: LogIndex, content: Content) {
        self.term = term
        self.index = index
        self.content = content
    }

    public var position: EntryPosition { EntryPosition(term: term, index: index) }

    /// Roughly what it takes on the network and on disk.
    public var size: Int {
        switch content {
        case .empty: 16
        case .command(let command): 16 + command.count
        case .membership(let membership, let context):
            16 + context.count + 8
                * (membership.voters.count + membership.outgoing.count + membership.learners.count)
        }
    }
}
