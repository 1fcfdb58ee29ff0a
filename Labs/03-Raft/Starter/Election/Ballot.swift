import RaftContract

/// The votes that a candidate has got so far.
struct Ballot: Sendable {
    /// Whether it is only asked who would be elected.
    let isPreVote: Bool
    private var votes: [MemberID: Bool] = [:]

    init(isPreVote: Bool) { self.isPreVote = isPreVote }

    enum Result { case open, won, lost }

    /// A member's first word counts.
    mutating func count(_ granted: Bool, of member: MemberID) {
        if votes[member] == nil { votes[member] = granted }
    }

    /// Lost is an election when those who have not refused are no quorum any more. A split vote is neither won nor lost: it
    /// ends with the next timeout.
    func result(in membership: Membership) -> Result {
        if membership.isQuorum(where: { votes[$0] == true }) { return .won }
        return membership.isQuorum(where: { votes[$0] != false }) ? .open : .lost
    }
}
