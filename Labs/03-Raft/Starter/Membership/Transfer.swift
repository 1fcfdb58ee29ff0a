package import RaftContract

/// Leadership transfer (§3.10 of the thesis): the leader stops taking proposals, brings the chosen member's log up to its
/// own, and tells it to hold an election at once. That one wins, since it has everything and nobody else is awake.
struct Transfer: Sendable {
    let to: MemberID
    var elapsed = 0
    /// The word has been sent.
    var isSent = false
}

extension RaftMember {
    package mutating func transferLeadership(to member: MemberID) throws(Refusal) {
        guard leadership != nil else { throw .notLeader(leader: leader) }
        if member == id { return }
        guard log.membership.voters.contains(member) else { throw .invalid("member \(member) isn't a voter") }
        leadership?.transfer = Transfer(to: member)
        handOverIfReady()
    }

    /// The chosen member has everything: its turn.
    mutating func handOverIfReady() {
        guard let transfer = leadership?.transfer, !transfer.isSent, let slot = leadership?.slot(of: transfer.to),
            leadership?.followers[slot].match == log.last.index
        else { return }
        leadership?.transfer?.isSent = true
        send(.timeoutNow, to: transfer.to)
    }

    /// After an election timeout the leader goes on as if nothing had been.
    mutating func tickTransfer() {
        leadership?.transfer?.elapsed += 1
        guard let transfer = leadership?.transfer, transfer.elapsed >= configuration.electionTicks else { return }
        leadership?.transfer = nil
    }

    /// The leader wants this member to take over.
    mutating func takeOver() {
        guard leadership == nil, log.membership.isVoter(id) else { return }
        startElection(isTransfer: true)
    }

    /// Its own removal is committed. The follower that is farthest takes over.
    mutating func resign() {
        let voters = leadership?.followers.filter { log.membership.voters.contains($0.member) } ?? []
        let best = voters.max { $0.match < $1.match }
        if let best { send(.timeoutNow, to: best.member) }
        becomeFollower(in: term)
    }
}
