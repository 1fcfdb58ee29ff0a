import LabWorker
package import RaftContract

// A log can't grow for ever (§7 of the paper). What the entries have brought about is in the applied state; when that is kept
// as a snapshot, the entries can go. A follower that needs one of them gets the snapshot instead.

extension RaftMember {
    package mutating func compact(through index: LogIndex) {
        // Lab 03, step 5: yours to write.
        notWritten()
    }

    /// The leader's entries don't reach back to what this follower needs. Sent only when it is there: snapshots are large.
    mutating func snapshotMessage(to slot: Int) -> RaftMessage.Kind? {
        guard leadership?.followers[slot].isActive == true else { return nil }
        // Lab 03, step 5: yours to write.
        notWritten()
    }

    /// The leader sends a snapshot. An old one is worth nothing. If the log has its last entry, it has everything
    /// before that as well, and only learns that it is committed. Otherwise the snapshot takes the place of everything.
    mutating func install(_ point: SnapshotPoint, from leader: MemberID) {
        guard point.index > log.commit else { return send(.appended(index: log.commit), to: leader) }
        // Lab 03, step 5: yours to write.
        notWritten()
    }

    /// A snapshot may get lost on its way like everything else.
    mutating func tickSnapshots() {
        for slot in leadership?.followers.indices ?? 0..<0 {
            leadership?.followers[slot].tickSnapshot(patience: 2 * configuration.electionTicks)
        }
    }
}
