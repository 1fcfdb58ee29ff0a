import RaftContract

// Check quorum (§6.2 of the thesis). A leader that was cut off from the others doesn't notice: nobody tells it of the new
// term. It would go on taking proposals that it can never commit, and its clients would wait. So each election timeout it
// counts from whom it has heard; if that is no quorum, it steps down.

extension RaftMember {
    mutating func checkQuorum() {
        guard clock.elapsed >= configuration.electionTicks else { return }
        clock.restart()
        guard configuration.checkQuorum else { return }
        let followers = leadership?.followers ?? []
        let isHeard = log.membership.isQuorum { member in
            member == id || followers.contains { $0.member == member && $0.isActive }
        }
        guard isHeard else { return becomeFollower(in: term) }
        for slot in followers.indices { leadership?.followers[slot].isActive = false }
    }
}
