import RaftContract

/// What only a leader has: what it knows of the others. It is gone when the term is over, and begins with guesses.
struct Leadership: Sendable {
    /// Everyone but the leader, ascending by member. Few: looking through them is quick.
    var followers: [Progress]
    /// Ticks since the last heartbeat.
    var heartbeatElapsed = 0
    /// Proposed in this term and not committed yet.
    var uncommittedBytes = 0
    var reads = ReadQueue()
    var transfer: Transfer?
    /// Its own removal is committed: when the others know, it steps down.
    var isResigning = false

    init(of leader: MemberID, log: RaftLog) {
        followers = log.membership.members.filter { $0 != leader }.map { Progress($0, last: log.last.index) }
    }

    /// Entries of earlier terms were not counted when they were proposed.
    mutating func committed(bytes: Int) { uncommittedBytes = max(0, uncommittedBytes - bytes) }

    func slot(of member: MemberID) -> Int? { followers.firstIndex { $0.member == member } }
}

extension RaftMember {
    mutating func tickAsLeader() {
        tickTransfer()
        checkQuorum()
        tickSnapshots()
        leadership?.heartbeatElapsed += 1
        guard let elapsed = leadership?.heartbeatElapsed, elapsed >= configuration.heartbeatTicks else { return }
        leadership?.heartbeatElapsed = 0
        sendHeartbeats()
    }

    /// "I am still here." With the latest round of reads, should its first heartbeats have got lost.
    mutating func sendHeartbeats() {
        guard let leadership else { return }
        for follower in leadership.followers {
            // Not beyond what it has: the rest of its log may be another's.
            let commit = min(log.commit, follower.match)
            send(.heartbeat(commit: commit, context: leadership.reads.pendingRound), to: follower.member)
        }
    }

    mutating func followerLives(_ member: MemberID, context: UInt64?) {
        guard let slot = leadership?.slot(of: member) else { return }
        leadership?.followers[slot].answeredHeartbeat(
            round: context ?? 0, last: log.last.index, limit: configuration.maxMessagesInFlight)
        if context != nil { confirmReads() }
    }

    /// The last thing before an output: what has come together since the one before goes to the followers at once.
    mutating func finishRound() {
        beginReadRound()
        replicate()
        dismissLeavers()
        if leadership?.isResigning == true { resign() }
    }

    func checkMayPropose(bytes: Int) throws(Refusal) {
        guard let leadership, !leadership.isResigning else {
            throw .notLeader(leader: leadership == nil ? leader : nil)
        }
        if let transfer = leadership.transfer { throw .transferring(to: transfer.to) }
        guard
            leadership.uncommittedBytes == 0
                || leadership.uncommittedBytes + bytes <= configuration.maxUncommittedBytes
        else { throw .overloaded }
    }

    @discardableResult
    mutating func appendAsLeader(_ content: LogEntry.Content) -> EntryPosition {
        let entry = LogEntry(term: term, index: log.last.index + 1, content: content)
        log.append(entry)
        leadership?.uncommittedBytes += entry.size
        return entry.position
    }
}
