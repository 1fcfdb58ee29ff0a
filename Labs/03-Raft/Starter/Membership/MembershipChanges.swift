package import RaftContract

// Who are the members is itself in the log (§6 of the paper, chapter 4 of the thesis). A new membership counts from the moment that
// it is in a member's log, committed or not. So at one time some members go by the old and some by the new one, and the two must
// not be able to decide independently:
// - one member more or less: any majority of the one and any of the other have a member in common;
// - more at once: by way of a joint membership, in which every decision needs a majority of both.
// And one change at a time: the next only when the last is committed.

extension RaftMember {
    package mutating func proposeMembership(
        _ change: MembershipChange, context: [UInt8]
    ) throws(Refusal) -> EntryPosition {
        try checkMayPropose(bytes: context.count)
        // Otherwise two leaders, each with a change of its own, could count majorities without a common member.
        guard hasCommittedInTerm else { throw .nothingCommittedInTerm }
        guard log.membershipIndex <= log.commit, !log.membership.isJoint else { throw .membershipChangePending }
        let membership = try log.membership.changed(by: change)
        return appendMembership(membership, context: context)
    }

    private mutating func appendMembership(_ membership: Membership, context: [UInt8]) -> EntryPosition {
        let position = appendAsLeader(.membership(membership, context: context))
        for member in membership.members where member != id && leadership?.slot(of: member) == nil {
            var newcomer = Progress(member, last: log.last.index)
            // Nobody has had the time to hear of it.
            newcomer.isActive = true
            leadership?.followers.append(newcomer)
        }
        leadership?.followers.sort { $0.member < $1.member }
        advanceCommit()
        return position
    }

    /// What follows when a membership is committed: a joint one is left; and a leader that it hasn't got steps down.
    mutating func membershipMayBeCommitted() {
        let membership = log.membership
        guard log.membershipIndex <= log.commit else { return }
        if membership.isJoint {
            _ = appendMembership(Membership(voters: membership.voters, learners: membership.learners), context: [])
        } else if !membership.isVoter(id) {
            leadership?.isResigning = true
        }
    }

    /// Those who were removed are still sent to until they know that this is committed, or don't listen.
    mutating func dismissLeavers() {
        let (membership, index) = (log.membership, log.membershipIndex)
        guard index <= log.commit, leadership?.followers.allSatisfy({ membership.contains($0.member) }) == false else {
            return
        }
        leadership?.followers.removeAll {
            !membership.contains($0.member) && ($0.state != .replicate || $0.toldCommit >= index)
        }
    }
}

extension Membership {
    /// This membership, changed.
    func changed(by change: MembershipChange) throws(Refusal) -> Membership {
        switch change {
        case .addLearner(let member):
            guard member != 0, !contains(member) else { throw .invalid("member \(member) is there already") }
            return Membership(voters: voters, learners: learners + [member])
        case .addVoter(let member):
            guard member != 0, !isVoter(member) else { throw .invalid("member \(member) is a voter already") }
            return Membership(voters: voters + [member], learners: learners.filter { $0 != member })
        case .remove(let member):
            guard contains(member) else { throw .invalid("member \(member) isn't there") }
            guard voters != [member] else { throw .invalid("the last voter can't be removed") }
            return Membership(voters: voters.filter { $0 != member }, learners: learners.filter { $0 != member })
        case .replace(let newVoters, let newLearners):
            return try joint(with: newVoters, learners: newLearners)
        }
    }

    private func joint(with newVoters: [MemberID], learners: [MemberID]) throws(Refusal) -> Membership {
        let all = newVoters + learners
        guard !newVoters.isEmpty else { throw .invalid("a cluster needs a voter") }
        guard Set(all).count == all.count, !all.contains(0) else { throw .invalid("a member is named twice, or 0") }
        return Membership(voters: newVoters, outgoing: voters, learners: learners)
    }
}
