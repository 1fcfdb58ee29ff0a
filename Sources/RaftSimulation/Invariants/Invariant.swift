/// What must hold at every moment of a run, whatever goes wrong.
package enum Invariant: String, Sendable, Hashable, CaseIterable {
    case electionSafety, leaderAppendOnly, logMatching, leaderCompleteness, stateMachineSafety
    case ownTermFirst, committedStays, durableQuorum, diskFirst, hardStateForward, freshReads, linearizability,
        liveness, contract

    package var sentence: String {
        switch self {
        case .electionSafety: "At most one leader can be elected in a given term."
        case .leaderAppendOnly: "A leader never overwrites or deletes entries in its log; it only appends."
        case .logMatching:
            "If two logs contain an entry with the same index and term, the logs are identical through that index."
        case .leaderCompleteness:
            "If an entry is committed in a term, it is in the logs of the leaders of all higher terms."
        case .stateMachineSafety: "If a member has applied an entry, no other applies a different one at that index."
        case .ownTermFirst: "Only entries of the leader's own term are committed by counting who has them."
        case .committedStays: "A member that has a committed entry in its log never loses it."
        case .durableQuorum: "What is committed is on the disks of a majority."
        case .diskFirst: "A vote, or the answer to an append, leaves only when the disk has what it says."
        case .hardStateForward: "Term and commit index never fall, and a vote isn't changed in its term."
        case .freshReads: "A read sees everything that was committed when it was asked."
        case .linearizability:
            "All clients together see what one server would have shown that serves one after the other."
        case .liveness: "When the faults are over, a leader arises and a write succeeds within ten election timeouts."
        case .contract: "Outputs are as RaftCore promises: logs without gaps, each committed entry once and in order."
        }
    }

    /// Where it is from.
    package var source: String {
        switch self {
        case .electionSafety, .leaderAppendOnly, .logMatching, .leaderCompleteness, .stateMachineSafety:
            "Raft paper, figure 3"
        case .ownTermFirst: "Raft paper, §5.4.2 and figure 8"
        case .committedStays: "Raft paper, §5.3 and §5.4"
        case .durableQuorum: "Raft paper, §5.3; thesis, §10.2.1"
        case .diskFirst, .hardStateForward: "Raft paper, figure 2: updated on stable storage before responding"
        case .freshReads: "Raft thesis, §6.4"
        case .linearizability: "Herlihy and Wing, Linearizability, 1990; Raft paper, §8"
        case .liveness: "Raft paper, §5.6"
        case .contract: "RaftContract, RaftCore"
        }
    }
}

/// The first invariant that didn't hold, and how.
package struct Violation: Error, Sendable, Hashable, CustomStringConvertible {
    package var invariant: Invariant
    /// A sentence: who did what.
    package var what: String
    package var members: [UInt64]
    package var time = 0

    init(_ invariant: Invariant, _ what: String, _ members: [UInt64] = []) {
        (self.invariant, self.what, self.members) = (invariant, what, members)
    }

    package var description: String { "\(invariant.sentence) But at \(time) \(what)" }
}
