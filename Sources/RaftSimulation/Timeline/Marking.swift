internal import RaftContract

// What the simulation tells its recording, if it has one.
extension Simulation {
    mutating func note(_ kind: Recording.Kind, _ member: Int?, _ words: @autoclosure () -> String) {
        guard recording != nil else { return }
        recording?.add(kind, member.map { members[$0].id }, words(), at: now)
    }

    mutating func note(_ violation: Violation) {
        recording?.add(.violation, violation.members.first, "✗ \(violation.what)", at: now)
    }

    /// The call, its answer if there is one, and what else is to be said of it.
    mutating func noteCall(_ ticket: Ticket, _ more: String = "") {
        guard recording != nil else { return }
        recording?.add(.client, nil, "client \(ticket.client): \(history.words(ticket))\(more)", at: now)
    }

    mutating func noteWrites(_ output: RaftOutput, _ member: Int) {
        guard recording != nil else { return }
        let id = members[member].id
        if let state = output.hardState, state.vote != nil,
            state.term > members[member].disk.image.persisted.hardState.term
        {
            recording?.add(.note, id, "votes for \(state.vote ?? 0) in term \(state.term)", at: now)
        }
        guard let last = output.entries.last else { return }
        let words = output.entries.count == 1 ? "\(last)" : "\(output.entries[0].position) … \(last)"
        recording?.add(.note, id, "log: \(words)", at: now)
    }

    /// Where the message's arrival is to be noted.
    mutating func mark(_ message: RaftMessage, isLost: Bool = false) -> Int? {
        guard recording != nil else { return nil }
        recording?.messages.append(
            Recording.MessageMark(
                from: message.from, to: message.to, sent: now, arrived: nil, isLost: isLost,
                kind: Self.kind(message.kind), text: Self.words(message)))
        return (recording?.messages.count ?? 1) - 1
    }

    private static func words(_ message: RaftMessage) -> String {
        let text = message.description
        return text.firstIndex(of: " ").map { String(text[text.index(after: $0)...]) } ?? text
    }

    private static func kind(_ kind: RaftMessage.Kind) -> Recording.MessageKind {
        switch kind {
        case .requestVote, .vote, .timeoutNow: .vote
        case .append, .appended, .rejected: .append
        case .heartbeat, .heartbeatAnswer, .readIndex, .readIndexAnswer: .heartbeat
        case .installSnapshot: .snapshot
        }
    }

    mutating func markPart(_ member: Int, _ status: RaftStatus) {
        let part: Recording.Part =
            switch status.role {
            case .leader: .leader
            case .candidate, .preCandidate: .candidate
            default: status.membership.isVoter(status.id) ? .follower : .learner
            }
        guard part != members[member].part || status.term != members[member].partTerm else { return }
        let isNew = status.term != members[member].partTerm || part == .leader
        (members[member].part, members[member].partTerm) = (part, status.term)
        note(.role(part), member, isNew ? "\(part) term \(status.term)" : "")
    }

    /// The logs as they are in the end.
    mutating func drawLogs() {
        guard recording != nil else { return }
        recording?.logs = members.indices.map { index in
            let (member, mirror) = (members[index], watcher.seen[index].mirror)
            let role = member.isUp ? "\(member.status.role.rawValue), term \(member.status.term)" : "down"
            return LogPicture.Log(
                member: member.id, title: role, snapshot: max(mirror.snapshot.index, member.status.compacted),
                entries: mirror.entries.map { ($0.index, $0.term, "\($0)") }, durable: member.disk.image.last.index,
                committed: member.status.commit)
        }
    }
}
