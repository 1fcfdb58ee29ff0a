import LabWorker
package import RaftContract

// Raft's clock is the term. Every message carries its sender's, and a member that sees a later one moves on to it before
// anything else (§5.1 of the paper). So whoever is leader or candidate of an earlier term finds out at once.

extension RaftMember {
    package mutating func receive(_ message: RaftMessage) {
        guard isOfThisTerm(message) else { return }
        if message.kind.isFromLeader { follow(message.from) }
        let from = message.from
        switch message.kind {
        case .requestVote(let request): receive(request, from: from, in: message.term)
        case .vote(let granted, let isPreVote): count(granted, of: from, isPreVote: isPreVote, in: message.term)
        case .append(let previous, let entries, let commit):
            appendFromLeader(entries, after: previous, commit: commit, from: from)
        case .appended(let index): followerHas(index, member: from)
        case .rejected(let previous, let hint): followerLacks(previous, hint: hint, member: from)
        case .heartbeat(let commit, let context):
            log.commit(through: commit)
            send(.heartbeatAnswer(context: context), to: from)
        case .heartbeatAnswer(let context): followerLives(from, context: context)
        case .installSnapshot(let point): install(point, from: from)
        case .timeoutNow: takeOver()
        case .readIndex(let context): queueRead(ReadRequest(context: context, member: from))
        case .readIndexAnswer(let context, let index): outbox.reads.append(ReadIndex(context: context, index: index))
        }
    }

    /// Moves on to the message's term if that is later; refuses what is of an earlier one.
    private mutating func isOfThisTerm(_ message: RaftMessage) -> Bool {
        if message.term < term {
            enlighten(message)
            return false
        }
        guard message.term > term else { return true }
        switch message.kind {
        case .requestVote(let request) where isLoyal(against: request): return false
        // A pre-vote speaks of a term that nobody has begun yet.
        case .requestVote(let request) where request.isPreVote: return true
        case .vote(granted: true, isPreVote: true): return true
        default:
            becomeFollower(in: message.term)
            return true
        }
    }

    /// Whoever asks in an earlier term is told of this one. An answer of an earlier term is of no interest.
    private mutating func enlighten(_ message: RaftMessage) {
        switch message.kind {
        case .requestVote(let request): send(.vote(granted: false, isPreVote: request.isPreVote), to: message.from)
        case .append, .heartbeat, .installSnapshot: send(.heartbeatAnswer(context: nil), to: message.from)
        default: break
        }
    }

    /// Goes on as a follower, in this term or a later one, in which it has not voted yet.
    mutating func becomeFollower(in newTerm: Term) {
        // A leader and a candidate have counted other things with their clock.
        if leadership != nil || ballot != nil { clock.restart() }
        // Lab 03, step 1: yours to write.
        notWritten()
    }

    /// A message of this term's leader has come.
    private mutating func follow(_ member: MemberID) {
        if ballot != nil { becomeFollower(in: term) }
        leader = member
        clock.restart()
    }

    /// - Parameter messageTerm: this member's term, if not given.
    mutating func send(_ kind: RaftMessage.Kind, to member: MemberID, in messageTerm: Term? = nil) {
        outbox.add(RaftMessage(from: id, to: member, term: messageTerm ?? term, kind))
    }
}

extension RaftMessage.Kind {
    /// Only the leader of a term says this.
    fileprivate var isFromLeader: Bool {
        switch self {
        case .append, .heartbeat, .installSnapshot: true
        default: false
        }
    }
}
