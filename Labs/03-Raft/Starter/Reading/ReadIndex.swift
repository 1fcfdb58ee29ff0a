import DequeModule
import LabWorker
package import RaftContract

// Reads without a log entry (§6.4 of the thesis). A leader can't simply answer from what it has applied: it may have been
// replaced without knowing, and others may have written since. So it
// 1. knows what is committed: an entry of its own term is;
// 2. notes the commit index: the read must see at least that;
// 3. hears from a quorum, in answer to a heartbeat that went out *after* the read had come in, that it still leads;
// 4. lets the read go on when the state machine has applied that far.
// All reads that have come in together share one round of heartbeats.

/// Who asks.
struct ReadRequest: Sendable {
    var context: UInt64
    /// The leader itself, or the follower that was asked.
    var member: MemberID
}

/// The leader's unanswered reads.
struct ReadQueue: Sendable {
    struct Round: Sendable {
        var number: UInt64
        /// What was committed when the round began.
        var index: LogIndex
        var requests: [ReadRequest]
    }

    /// They wait for the next round.
    var waiting: [ReadRequest] = []
    /// They wait for the answers of a quorum, oldest first.
    var rounds: Deque<Round> = []
    /// The number of the newest round.
    var number: UInt64 = 0

    /// For heartbeats: an answer to the newest round confirms the older ones, too.
    var pendingRound: UInt64? { rounds.last?.number }
}

extension RaftMember {
    package mutating func read(_ context: UInt64) throws(Refusal) {
        if leadership != nil { return queueRead(ReadRequest(context: context, member: id)) }
        guard let leader else { throw .notLeader(leader: nil) }
        send(.readIndex(context: context), to: leader)
    }

    mutating func queueRead(_ request: ReadRequest) { leadership?.reads.waiting.append(request) }

    /// Asks the others whether this still is the leader, on behalf of all who wait.
    mutating func beginReadRound() {
        guard leadership?.reads.waiting.isEmpty == false else { return }
        // Lab 03, step 6: yours to write.
        notWritten()
    }

    /// Answers the rounds to which a quorum has answered. The leader is one of it.
    mutating func confirmReads() {
        while let round = leadership?.reads.rounds.first, isConfirmed(round.number) {
            leadership?.reads.rounds.removeFirst()
            for request in round.requests { answer(request, index: round.index) }
        }
    }

    private func isConfirmed(_ round: UInt64) -> Bool {
        // Lab 03, step 6: yours to write.
        notWritten()
    }

    private mutating func answer(_ request: ReadRequest, index: LogIndex) {
        if request.member == id {
            outbox.reads.append(ReadIndex(context: request.context, index: index))
        } else {
            send(.readIndexAnswer(context: request.context, index: index), to: request.member)
        }
    }
}
