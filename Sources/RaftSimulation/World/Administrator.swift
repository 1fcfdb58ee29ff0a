internal import RaftContract

/// Changes the members while all this goes on, and now and then has the leadership handed over.
///
/// A machine that was removed doesn't come back; its name isn't used again (as etcd's members).
struct Administrator {
    var lastContext = 0
}

extension Simulation {
    mutating func administrate() throws {
        guard !isCalm, !plan.troubles.isDisjoint(with: [.membershipChanges, .transfers]) else { return }
        agenda.add(.administrates, at: now + troubleChance.int(in: 300...1800))
        guard let leader = members.indices.last(where: { canServe($0) && members[$0].status.role == .leader }) else {
            return
        }
        if plan.troubles.contains(.transfers), troubleChance.happens(300) { return try handOver(leader) }
        guard plan.troubles.contains(.membershipChanges) else { return }
        guard let change = chooseChange(members[leader].status.membership) else { return }
        if case .position = try handle(.proposeMembership(change, context: []), leader) {
            counts.membershipChanges += 1
            note(.note, leader, "\(change)")
        }
    }

    private func canServe(_ member: Int) -> Bool { members[member].isUp && !members[member].isPaused }

    private mutating func handOver(_ leader: Int) throws {
        let to = troubleChance.pick(members[leader].status.membership.voters)
        guard to != members[leader].id else { return }
        counts.transfers += 1
        note(.note, leader, "hands over to \(to)")
        try handle(.transferLeadership(to: to), leader)
    }

    private mutating func chooseChange(_ now: Membership) -> MembershipChange? {
        let fresh = members.filter { $0.isUp && !$0.isRemoved && !now.contains($0.id) && $0.applied.index == 0 }.map(
            \.id)
        var changes: [MembershipChange] = fresh.prefix(1).flatMap { [.addLearner($0), .addVoter($0)] }
        changes += now.learners.map { .addVoter($0) }
        if now.voters.count > 3 { changes += now.voters.map { .remove($0) } }
        if let one = fresh.first ?? now.learners.first {
            let out = troubleChance.pick(now.voters)
            changes.append(.replace(voters: now.voters.filter { $0 != out } + [one], learners: []))
        }
        return changes.isEmpty ? nil : troubleChance.pick(changes)
    }
}
