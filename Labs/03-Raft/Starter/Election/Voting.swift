import LabWorker
import RaftContract

// Who gets this member's vote (§5.2 and §5.4.1 of the paper). One vote a term; and only for a candidate whose log is at least as
// up to date as one's own. A committed entry is in the logs of a quorum, and a winner has got the votes of a quorum: so
// among its voters is one who has the entry, and the winner has it, too. *Leader completeness* rests on this line.

extension RaftMember {
    mutating func receive(_ request: VoteRequest, from candidate: MemberID, in requestedTerm: Term) {
        let isGranted = grants(request, of: candidate, in: requestedTerm)
        // A pre-vote binds nobody.
        if isGranted && !request.isPreVote {
            vote = candidate
            clock.restart()
        }
        // It is granted in the candidate's future term, and refused in this member's own.
        let answerTerm = isGranted && request.isPreVote ? requestedTerm : term
        send(.vote(granted: isGranted, isPreVote: request.isPreVote), to: candidate, in: answerTerm)
    }

    private func grants(_ request: VoteRequest, of candidate: MemberID, in requestedTerm: Term) -> Bool {
        // Whoever asks for a later term asks for a vote that isn't given away yet.
        let isFree = vote == nil || vote == candidate || requestedTerm > term
        return isFree && isUpToDate(request.last)
    }

    /// Whether a log that ends with this entry has all that this member's has, as far as it may be committed.
    private func isUpToDate(_ last: EntryPosition) -> Bool {
        // Lab 03, step 1: yours to write.
        notWritten()
    }
}
