import RaftContract

// Log replication, the leader's side (§5.3 of the paper). The leader's log is the truth: it only ever grows, and each follower's
// is made equal to it. An append names the entry before the new ones; if the follower lacks that, the leader goes back until
// it finds where the two agree.

extension RaftMember {
    /// Sends each follower what it may get now.
    mutating func replicate() {
        for slot in leadership?.followers.indices ?? 0..<0 {
            while let append = nextAppend(to: slot) {
                if let member = leadership?.followers[slot].member { send(append, to: member) }
            }
        }
    }

    /// The next append for a follower, or nil when nothing is to be sent now.
    private mutating func nextAppend(to slot: Int) -> RaftMessage.Kind? {
        // lab 03.2: begin → return nil
        guard let follower = leadership?.followers[slot],
            follower.wantsAppend(last: log.last.index, commit: log.commit, limit: configuration.maxMessagesInFlight)
        else { return nil }
        let previous = follower.next - 1
        guard let term = log.term(at: previous) else { return snapshotMessage(to: slot) }
        let entries = log.entries(from: follower.next, maxBytes: configuration.maxBytesPerMessage)
        leadership?.followers[slot].sent(entries.count, commit: log.commit)
        return .append(previous: EntryPosition(term: term, index: previous), entries: entries, commit: log.commit)
        // lab 03.2: end
    }

    /// A follower has the leader's log through this entry, on its disk.
    mutating func followerHas(_ index: LogIndex, member: MemberID) {
        guard let slot = leadership?.slot(of: member), index <= log.last.index else { return }
        leadership?.followers[slot].isActive = true
        // lab 03.2: begin
        if leadership?.followers[slot].has(index, first: log.base.index + 1) == true { advanceCommit() }
        // lab 03.2: end
        handOverIfReady()
    }

    /// A follower hasn't the entry `previous`. Its hint lets the leader skip a whole term at once instead of an entry.
    mutating func followerLacks(_ previous: LogIndex, hint: EntryPosition, member: MemberID) {
        guard let slot = leadership?.slot(of: member) else { return }
        leadership?.followers[slot].isActive = true
        // lab 03.2: begin
        let agreement = log.newestEntry(through: hint.index, noLaterThan: hint.term)
        leadership?.followers[slot].lacks(previous, agreement: agreement.index)
        // lab 03.2: end
    }
}
