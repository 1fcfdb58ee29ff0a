internal import RaftContract

/// Looks at every status, every output and every message of a run, and throws the first ``Violation``.
///
/// It knows more than any member can: what each disk holds, and everything that was ever committed. What it keeps grows
/// with the run, but each look costs only what is new.
struct Watcher {
    /// Of each member, in the order of the simulation.
    private(set) var seen: [Seen]
    private var leaders: [Term: MemberID] = [:]
    /// By index: every entry that ever stood there in some log, with the term of the one before it.
    private var known: [[(entry: LogEntry, previous: Term)]] = []
    /// Entry 1 first.
    private(set) var committed: [Commit] = []

    struct Commit {
        var entry: LogEntry
        /// The term of the leader that committed it.
        var term: Term
    }

    struct Seen {
        var role = RaftRole.follower
        /// The last term in which it was leader.
        var ledTerm = 0
        var commit = 0
        var hardState: HardState
        var mirror: LogMirror
        var applied: LogIndex
        /// The term in which it was a leader when last seen with an output.
        var ledAtOutput: Term?
    }

    /// Nothing is on any disk, so what is committed is only known when it is applied.
    private let isVolatile: Bool

    init(_ disks: [Persisted], isVolatile: Bool) {
        seen = disks.map(Self.seen)
        self.isVolatile = isVolatile
    }

    private static func seen(_ disk: Persisted) -> Seen {
        Seen(hardState: disk.hardState, mirror: LogMirror(disk), applied: disk.snapshot.index)
    }

    /// A member begins again with what its disk has.
    mutating func restarted(_ member: Int, _ disk: Persisted) { seen[member] = Self.seen(disk) }

    // MARK: - Status

    /// - Parameter isDurable: whether that member's disk has that entry.
    mutating func look(
        at status: RaftStatus, of member: Int, isDurable: (MemberID, EntryPosition) -> Bool
    ) throws(Violation) {
        let before = seen[member]
        if status.term < before.hardState.term {
            throw Violation(
                .hardStateForward,
                "member \(status.id) goes back from term \(before.hardState.term) to \(status.term).",
                [status.id])
        }
        if status.role == .leader { try elected(status, member) }
        seen[member].role = status.role
        if status.role == .leader { seen[member].ledTerm = status.term }
        guard status.commit != before.commit else { return }
        if status.commit < before.commit {
            throw Violation(
                .hardStateForward,
                "member \(status.id)'s commit index falls from \(before.commit) to \(status.commit).",
                [status.id])
        }
        seen[member].commit = status.commit
        if isVolatile { return }
        // A leader that commits its own removal steps down with that.
        let steppedDown = before.role == .leader && status.term == before.ledTerm
        if status.role == .leader || steppedDown { try commits(status, member, isDurable) }
        if status.commit > committed.count {
            throw Violation(
                .durableQuorum,
                "member \(status.id) takes entry \(status.commit) as committed, but no leader has committed it.",
                [status.id])
        }
    }

    private mutating func elected(_ status: RaftStatus, _ member: Int) throws(Violation) {
        if let other = leaders[status.term] {
            if other == status.id { return }
            throw Violation(
                .electionSafety, "members \(other) and \(status.id) are both leaders of term \(status.term).",
                [other, status.id])
        }
        leaders[status.term] = status.id
        let earlier = isVolatile ? nil : committed.last { $0.term < status.term }?.entry
        if let earlier, !seen[member].mirror.has(earlier.position) {
            throw Violation(
                .leaderCompleteness,
                "member \(status.id) becomes leader of term \(status.term) without entry \(earlier.index) of term "
                    + "\(earlier.term), which was committed before.",
                [status.id])
        }
    }

    private mutating func commits(
        _ status: RaftStatus, _ member: Int, _ isDurable: (MemberID, EntryPosition) -> Bool
    ) throws(Violation) {
        guard status.commit > committed.count else { return }
        for index in (committed.count + 1)...status.commit {
            guard let entry = seen[member].mirror.entry(index) else {
                throw Violation(
                    .contract, "leader \(status.id) commits entry \(index), which it hasn't in its log.", [status.id])
            }
            committed.append(Commit(entry: entry, term: status.term))
        }
        guard let last = committed.last?.entry.position else { return }
        if last.term != status.term {
            throw Violation(
                .ownTermFirst,
                "leader \(status.id) of term \(status.term) commits entry \(last.index) of term \(last.term), before "
                    + "one of its own term is committed.", [status.id])
        }
        let members = status.membership
        if !members.isQuorum(where: { isDurable($0, last) }) {
            let have = members.members.filter { isDurable($0, last) }
            throw Violation(
                .durableQuorum,
                "leader \(status.id) commits entry \(last.index) of term \(last.term), which only the disks of "
                    + "\(have.isEmpty ? "nobody" : have.map(String.init).joined(separator: " and ")) have.",
                [status.id])
        }
    }

    // MARK: - Output

    /// What is to be written.
    mutating func look(at output: RaftOutput, of id: MemberID, _ member: Int, _ status: RaftStatus) throws(Violation) {
        if let state = output.hardState { try take(state, of: id, member) }
        if let point = output.snapshot { try install(point, of: id, member) }
        if !output.entries.isEmpty { try take(output.entries, of: id, member, status) }
        seen[member].ledAtOutput = status.role == .leader ? status.term : nil
    }

    /// What is to be applied.
    mutating func look(atCommitted entries: [LogEntry], of id: MemberID, _ member: Int) throws(Violation) {
        for entry in entries { try apply(entry, by: id, member) }
    }

    private mutating func take(_ state: HardState, of id: MemberID, _ member: Int) throws(Violation) {
        let before = seen[member].hardState
        seen[member].hardState = state
        if state.term < before.term || state.commit < before.commit {
            throw Violation(
                .hardStateForward,
                "member \(id) writes term \(state.term), commit \(state.commit) after term \(before.term), commit "
                    + "\(before.commit).", [id])
        }
        if state.term == before.term, let vote = before.vote, state.vote != vote {
            throw Violation(
                .hardStateForward,
                "member \(id) has voted for \(vote) in term \(state.term), and now writes "
                    + "\(state.vote.map { "a vote for \($0)" } ?? "that it hasn't voted").", [id])
        }
    }

    private mutating func install(_ point: SnapshotPoint, of id: MemberID, _ member: Int) throws(Violation) {
        if point.index <= seen[member].applied {
            throw Violation(
                .stateMachineSafety,
                "member \(id) installs a snapshot through entry \(point.index), though it has applied "
                    + "\(seen[member].applied): that goes back.", [id])
        }
        seen[member].mirror.install(point)
        seen[member].applied = point.index
    }

    private mutating func take(
        _ entries: [LogEntry], of id: MemberID, _ member: Int, _ status: RaftStatus
    ) throws(Violation) {
        let (begin, last) = (seen[member].mirror.snapshot.index + 1, seen[member].mirror.last.index)
        let first = entries[0].index
        guard first >= begin, first <= last + 1 else {
            throw Violation(
                .contract, "member \(id) writes entry \(first), but its log goes from \(begin) to \(last).", [id])
        }
        if first <= last, status.role == .leader, seen[member].ledAtOutput == status.term {
            throw Violation(
                .leaderAppendOnly, "leader \(id) writes entry \(first), though its log goes to \(last).", [id])
        }
        let before = first <= last ? seen[member].mirror : nil
        seen[member].mirror.replace(with: entries)
        if let before { try keepsCommitted(before, from: first, id, member) }
        for (offset, entry) in entries.enumerated() {
            if entry.index != first + offset {
                throw Violation(
                    .contract, "member \(id) writes entry \(entry.index) behind \(first + offset - 1).", [id])
            }
            try matches(entry, seen[member].mirror.term(entry.index - 1) ?? 0, id)
        }
    }

    /// What it had and was committed is still there.
    private func keepsCommitted(
        _ before: LogMirror, from first: LogIndex, _ id: MemberID, _ member: Int
    ) throws(Violation) {
        guard first <= committed.count, first <= before.last.index else { return }
        for index in first...min(committed.count, before.last.index) {
            let entry = committed[index - 1].entry.position
            if before.term(index) == entry.term, !seen[member].mirror.has(entry) {
                throw Violation(
                    .committedStays, "member \(id) removes entry \(index) of term \(entry.term), which is committed.",
                    [id])
            }
        }
    }

    private mutating func matches(_ entry: LogEntry, _ previous: Term, _ id: MemberID) throws(Violation) {
        while known.count <= entry.index { known.append([]) }
        guard let other = known[entry.index].first(where: { $0.entry.term == entry.term }) else {
            known[entry.index].append((entry, previous))
            return
        }
        if other.entry != entry || other.previous != previous {
            throw Violation(
                .logMatching,
                other.entry == entry
                    ? "member \(id) has entry \(entry) behind one of term \(previous), another has it behind term "
                        + "\(other.previous)."
                    : "member \(id) has entry \(entry), another has \(other.entry).", [id])
        }
    }

    private mutating func apply(_ entry: LogEntry, by id: MemberID, _ member: Int) throws(Violation) {
        let expected = seen[member].applied + 1
        guard entry.index == expected else {
            throw Violation(
                .contract, "member \(id) is to apply entry \(entry.index), but the next one is \(expected).", [id])
        }
        seen[member].applied = expected
        if isVolatile, entry.index > committed.count { committed.append(Commit(entry: entry, term: entry.term)) }
        guard entry.index <= committed.count, committed[entry.index - 1].entry == entry else {
            let right = entry.index <= committed.count ? "\(committed[entry.index - 1].entry)" : "nothing"
            throw Violation(
                .stateMachineSafety, "member \(id) applies \(entry), but what is committed there is \(right).", [id])
        }
    }

    // MARK: - Messages

    /// - Parameter image: what the sender's disk has when the message leaves.
    func look(at message: RaftMessage, of image: DiskImage) throws(Violation) {
        let state = image.persisted.hardState
        // What it has promised in an older term doesn't matter any more.
        if state.term > message.term || isVolatile { return }
        switch message.kind {
        case .vote(granted: true, isPreVote: false):
            if state.term == message.term, state.vote == message.to { return }
            throw Violation(
                .diskFirst,
                "member \(message.from) votes for \(message.to) in term \(message.term), but its disk has term "
                    + "\(state.term) and \(state.vote.map { "a vote for \($0)" } ?? "no vote").", [message.from])
        case .appended(let index):
            if image.last.index >= index { return }
            throw Violation(
                .diskFirst,
                "member \(message.from) says it has entry \(index), but its disk ends at \(image.last.index).",
                [message.from])
        default: return
        }
    }
}
