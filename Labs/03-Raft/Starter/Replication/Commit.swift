import LabWorker
import RaftContract

// When is an entry committed? When a quorum has it on disk, **and** it is of the leader's own term (§5.4.2 of the paper). Why
// the second: figure 8. An entry of an earlier term can be in the logs of a majority and yet be replaced, by a leader whose
// last entry is of a later term. Once an entry of the own term is in a quorum's logs, no such leader can be elected; and
// with it everything before it is committed, too.
//
// ```
//   figure 8:   S1  1 2   4        S1, leader of term 4, has brought entry 2 to S2 and S3: a majority. But S5, whose
//               S2  1 2            last entry is of term 3, can still be elected by S2, S3, S4, and replaces it.
//               S3  1 2
//               S4  1              Only when an entry of term 4 is on three of them is entry 2 safe.
//               S5  1 3
// ```

extension RaftMember {
    /// Commits what can be.
    mutating func advanceCommit() {
        guard leadership != nil else { return }
        let index = majorityIndex
        guard index > log.commit, isCommittable(index) else { return }
        committed(through: index)
    }

    /// The newest entry that a quorum has on disk.
    private var majorityIndex: LogIndex {
        // Lab 03, step 2: yours to write.
        notWritten()
    }

    /// Sorted by how far they are, a majority is at least as far as the one in the middle.
    private func newestEntry(inMajorityOf members: [MemberID]) -> LogIndex {
        guard !members.isEmpty else { return 0 }
        return members.map { matchIndex(of: $0) }.sorted(by: >)[members.count / 2]
    }

    /// How far a member's log is known to be the leader's, and on disk. The leader is no exception.
    private func matchIndex(of member: MemberID) -> LogIndex {
        if member == id { return crashProof }
        return leadership?.followers.first { $0.member == member }?.match ?? 0
    }

    /// Whether being in the logs of a quorum is enough for this entry to be committed.
    private func isCommittable(_ index: LogIndex) -> Bool {
        // Lab 03, step 4: yours to write.
        return true
    }

    private mutating func committed(through index: LogIndex) {
        leadership?.committed(bytes: ((log.commit + 1)...index).reduce(0) { $0 + log[$1].size })
        log.commit(through: index)
        membershipMayBeCommitted()
    }

    /// A leader knows what is committed only when something of its own term is (§8 of the paper).
    var hasCommittedInTerm: Bool { log.term(at: log.commit) == term }
}
