import LabWorker
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
        // Lab 03, step 2: yours to write.
        return nil
    }

    /// A follower has the leader's log through this entry, on its disk.
    mutating func followerHas(_ index: LogIndex, member: MemberID) {
        guard let slot = leadership?.slot(of: member), index <= log.last.index else { return }
        leadership?.followers[slot].isActive = true
        // Lab 03, step 2: yours to write.
        notWritten()
        handOverIfReady()
    }

    /// A follower hasn't the entry `previous`. Its hint lets the leader skip a whole term at once instead of an entry.
    mutating func followerLacks(_ previous: LogIndex, hint: EntryPosition, member: MemberID) {
        guard let slot = leadership?.slot(of: member) else { return }
        leadership?.followers[slot].isActive = true
        // Lab 03, step 2: yours to write.
        notWritten()
    }
}
