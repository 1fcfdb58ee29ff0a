import LabWorker
import RaftContract

// Leader election (§5.2 of the paper). A member that has not heard of a leader for long enough begins a new term and asks
// all others for their vote. Each has one vote a term, and a quorum is needed: so a term has at most one leader.

extension RaftMember {
    mutating func tickWithoutLeadership() {
        guard isCandidacyAllowed else { return }
        // Whoever is the only voter has nobody to wait for.
        let isAlone = log.membership.isQuorum { $0 == id }
        guard clock.isOver || isAlone else { return }
        if configuration.preVote && !isAlone { askBeforehand() } else { startElection() }
    }

    /// Voters, and those who are about to lose their vote: they may be needed to commit that (§4.2.2 of the thesis).
    private var isCandidacyAllowed: Bool {
        log.membership.isVoter(id) || log.committedMembership.isVoter(id) && log.membershipIndex > log.commit
    }

    /// Becomes a candidate in a new term.
    /// - Parameter isTransfer: the old leader has wished for it.
    mutating func startElection(isTransfer: Bool = false) {
        clock.restart()
        leader = nil
        // Lab 03, step 1: yours to write.
        notWritten()
    }

    /// Asks every other voter.
    mutating func askForVotes(_ request: VoteRequest, in term: Term) {
        for member in log.membership.members where member != id && log.membership.isVoter(member) {
            send(.requestVote(request), to: member, in: term)
        }
    }

    /// Somebody has answered, or the candidate voted for itself.
    mutating func count(_ granted: Bool, of member: MemberID, isPreVote: Bool, in answeredTerm: Term) {
        // A pre-vote is granted in the term that would follow.
        let expected = isPreVote && granted ? term + 1 : term
        guard ballot?.isPreVote == isPreVote, answeredTerm == expected else { return }
        ballot?.count(granted, of: member)
        switch ballot?.result(in: log.membership) {
        case .won: if isPreVote { startElection() } else { becomeLeader() }
        case .lost: becomeFollower(in: term)
        case .open, nil: break
        }
    }

    /// Begins the term with an empty entry: only when an entry of its own term is committed does a leader know what is
    /// (§5.4.2 and §8 of the paper). It goes out at once, and tells the others who leads.
    private mutating func becomeLeader() {
        clock.restart()
        ballot = nil
        leader = id
        leadership = Leadership(of: id, log: log)
        appendAsLeader(.empty)
    }
}
