import RaftContract

// Pre-vote (§9.6 of the thesis). A member that was cut off begins one term after the other, and none wins. When it comes
// back, its high term would throw over a leader that everyone else was content with. So it asks first, without beginning a
// term: would you vote for me? Only when a quorum would does it really become a candidate.

extension RaftMember {
    /// Neither its term nor its vote changes.
    mutating func askBeforehand() {
        clock.restart()
        leader = nil
        ballot = Ballot(isPreVote: true)
        askForVotes(VoteRequest(last: log.last, isPreVote: true), in: term + 1)
        count(true, of: id, isPreVote: true, in: term + 1)
    }

    /// Whether this candidate is to be ignored, since there is a leader who was heard of lately (§4.2.3 of the thesis). Members
    /// that were removed, or cut off, then can't disturb anybody. Not if the leader itself has sent the candidate.
    func isLoyal(against request: VoteRequest) -> Bool {
        let minds = configuration.checkQuorum || configuration.preVote && request.isPreVote
        return minds && !request.isTransfer && leader != nil && clock.isYoung
    }
}
