import RaftContract

/// Raft as the paper's figure 2 has it, short and slow, with a mistake if one is wanted: so that the simulator can be tried
/// on mistakes of which it is known that they are there. No changes of the membership.
struct PlainRaft: RaftCore {
    enum Mistake: String, CaseIterable {
        case none
        case forgetsVote, votesTwice, votesForShorterLog, commitsOldTerms, countsItselfBeforeDisk
        case truncatesWhatMatches, believesOldLeaders
        case readsWithoutAsking, readsBeforeOwnCommit, installsOldSnapshots, leadsWithoutMajority, neverGoesBack
    }

    private let configuration: RaftConfiguration
    private let mistake: Mistake
    private var random: UInt64
    private var state: HardState
    private var written: HardState
    private var base: SnapshotPoint
    private var log: [LogEntry]
    /// Entries from here on haven't been given out for writing.
    private var unwritten: LogIndex
    private var durable: LogIndex
    private var applied: LogIndex
    private var role = RaftRole.follower
    private var leader: MemberID?
    private var votes: Set<MemberID> = []
    private var waited = 0
    private var patience = 0
    private var next: [MemberID: LogIndex] = [:]
    private var match: [MemberID: LogIndex] = [:]
    private var questions: [(context: UInt64, index: LogIndex, answered: Set<MemberID>)] = []
    private var output = RaftOutput()

    init(configuration: RaftConfiguration, persisted: Persisted) { self.init(configuration, persisted, .none) }

    init(_ configuration: RaftConfiguration, _ persisted: Persisted, _ mistake: Mistake) {
        self.configuration = configuration
        self.mistake = mistake
        random = configuration.seed &+ configuration.id &* 0x9e37_79b9
        state = persisted.hardState
        if mistake == .forgetsVote { state.vote = nil }
        written = state
        base = persisted.snapshot
        log = persisted.entries
        durable = base.index + log.count
        unwritten = durable + 1
        applied = base.index
        state.commit = max(base.index, min(state.commit, durable))
        beginWaiting()
    }

    // MARK: - The log

    private var me: MemberID { configuration.id }
    private var voters: [MemberID] { base.membership.voters }
    private var others: [MemberID] { voters.filter { $0 != me } }
    private var last: EntryPosition { log.last?.position ?? EntryPosition(term: base.term, index: base.index) }

    private func term(_ index: LogIndex) -> Term? {
        if index == base.index { return base.term }
        return log.indices.contains(index - base.index - 1) ? log[index - base.index - 1].term : nil
    }

    private func isMajority(_ count: Int) -> Bool { count > voters.count / 2 }

    // MARK: - Time

    private mutating func beginWaiting() {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        waited = 0
        patience = configuration.electionTicks + Int((random >> 33) % UInt64(configuration.electionTicks))
    }

    mutating func tick() {
        waited += 1
        if role == .leader {
            if waited % configuration.heartbeatTicks == 0 { for other in others { beat(other, nil) } }
        } else if waited >= patience, voters.contains(me) {
            campaign()
        }
    }

    private mutating func campaign() {
        role = .candidate
        (state.term, state.vote, leader, votes) = (state.term + 1, me, nil, [me])
        beginWaiting()
        for other in others { tell(other, .requestVote(VoteRequest(last: last))) }
    }

    private mutating func follow(_ term: Term, _ leader: MemberID?) {
        if term > state.term { (state.term, state.vote) = (term, nil) }
        if role == .leader { questions = [] }
        role = .follower
        self.leader = leader
        beginWaiting()
    }

    private mutating func lead() {
        (role, leader, waited, questions) = (.leader, me, 0, [])
        for other in others { (next[other], match[other]) = (last.index + 1, 0) }
        append(.empty)
    }

    // MARK: - Messages

    private mutating func tell(_ member: MemberID, _ kind: RaftMessage.Kind) {
        output.messages.append(RaftMessage(from: me, to: member, term: state.term, kind))
    }

    private mutating func beat(_ member: MemberID, _ context: UInt64?) {
        let commit = min(state.commit, match[member] ?? 0)
        output.promptMessages.append(
            RaftMessage(from: me, to: member, term: state.term, .heartbeat(commit: commit, context: context)))
    }

    private mutating func send(to member: MemberID) {
        let first = next[member] ?? 1
        guard first > base.index, let before = term(first - 1) else {
            return tell(
                member, .installSnapshot(SnapshotPoint(index: base.index, term: base.term, membership: base.membership))
            )
        }
        let entries = Array(log[(first - base.index - 1)...].prefix(max(1, configuration.maxBytesPerMessage / 20)))
        output.promptMessages.append(
            RaftMessage(
                from: me, to: member, term: state.term,
                .append(previous: EntryPosition(term: before, index: first - 1), entries: entries, commit: state.commit)
            ))
    }

    mutating func receive(_ message: RaftMessage) {
        if message.term > state.term { follow(message.term, nil) }
        if message.term < state.term {
            if case .requestVote = message.kind { tell(message.from, .vote(granted: false, isPreVote: false)) }
            guard mistake == .believesOldLeaders, role == .follower, case .append = message.kind else { return }
        }
        switch message.kind {
        case .requestVote(let request): answer(request, message.from)
        case .vote(let granted, _):
            guard role == .candidate, granted else { return }
            votes.insert(message.from)
            if isMajority(votes.count) || mistake == .leadsWithoutMajority { lead() }
        case .append(let previous, let entries, let commit):
            follow(message.term, message.from)
            take(previous, entries, commit, from: message.from)
        case .heartbeat(let commit, let context):
            follow(message.term, message.from)
            state.commit = max(state.commit, min(commit, last.index))
            tell(message.from, .heartbeatAnswer(context: context))
        case .installSnapshot(let point):
            follow(message.term, message.from)
            install(point, from: message.from)
        case .appended(let index): matched(message.from, index)
        case .rejected(let previous, let hint): rejected(message.from, previous, hint)
        case .heartbeatAnswer(let context): heard(message.from, context)
        case .timeoutNow: if role != .leader, voters.contains(me) { campaign() }
        case .readIndex, .readIndexAnswer: break
        }
    }

    private mutating func answer(_ request: VoteRequest, _ candidate: MemberID) {
        let isFree = state.vote == nil || state.vote == candidate || mistake == .votesTwice
        let isUpToDate =
            (request.last.term, request.last.index) >= (last.term, last.index) || mistake == .votesForShorterLog
        let granted = isFree && isUpToDate && role != .leader
        if granted {
            state.vote = candidate
            beginWaiting()
        }
        tell(candidate, .vote(granted: granted, isPreVote: false))
    }

    // MARK: - Replication

    private mutating func append(_ content: LogEntry.Content) {
        log.append(LogEntry(term: state.term, index: last.index + 1, content: content))
        for other in others { send(to: other) }
        advance()
    }

    private mutating func take(
        _ previous: EntryPosition, _ entries: [LogEntry], _ commit: LogIndex, from leader: MemberID
    ) {
        if previous.index >= base.index, term(previous.index) != previous.term {
            let hint = min(last.index, previous.index - 1)
            return tell(
                leader, .rejected(previous: previous.index, hint: EntryPosition(term: term(hint) ?? 0, index: hint)))
        }
        for entry in entries where entry.index > base.index {
            if term(entry.index) == entry.term, mistake != .truncatesWhatMatches { continue }
            cut(from: entry.index)
            log.append(entry)
        }
        let matched = previous.index + entries.count
        state.commit = max(state.commit, min(commit, matched))
        tell(leader, .appended(index: max(matched, base.index)))
    }

    private mutating func cut(from index: LogIndex) {
        log.removeLast(max(0, last.index - index + 1))
        durable = min(durable, index - 1)
        unwritten = min(unwritten, index)
    }

    private mutating func install(_ point: SnapshotPoint, from leader: MemberID) {
        let isOld = point.index <= (mistake == .installsOldSnapshots ? base.index : state.commit)
        if isOld { return tell(leader, .appended(index: state.commit)) }
        if term(point.index) == point.term, mistake != .installsOldSnapshots {
            state.commit = point.index
            return tell(leader, .appended(index: point.index))
        }
        (base, log, output.snapshot) = (point, [], point)
        (state.commit, applied, durable, unwritten) = (
            max(point.index, state.commit), point.index, point.index, point.index + 1
        )
        tell(leader, .appended(index: point.index))
    }

    private mutating func matched(_ member: MemberID, _ index: LogIndex) {
        guard role == .leader, index <= last.index else { return }
        match[member] = max(match[member] ?? 0, index)
        next[member] = max(next[member] ?? 0, index + 1)
        advance()
        if (next[member] ?? 0) <= last.index { send(to: member) }
    }

    private mutating func rejected(_ member: MemberID, _ previous: LogIndex, _ hint: EntryPosition) {
        guard role == .leader, previous == (next[member] ?? 0) - 1 else { return }
        if mistake == .neverGoesBack { return }
        next[member] = max((match[member] ?? 0) + 1, min(hint.index + 1, previous))
        send(to: member)
    }

    private mutating func heard(_ member: MemberID, _ context: UInt64?) {
        guard role == .leader else { return }
        if (match[member] ?? 0) < last.index { send(to: member) }
        guard let context else { return }
        for place in questions.indices where questions[place].context <= context {
            questions[place].answered.insert(member)
        }
        let answered = questions.filter { isMajority($0.answered.count) }
        output.reads += answered.map { ReadIndex(context: $0.context, index: $0.index) }
        questions.removeAll { question in answered.contains { $0.context == question.context } }
    }

    private mutating func advance() {
        let own = mistake == .countsItselfBeforeDisk ? last.index : durable
        let sorted = (others.map { match[$0] ?? 0 } + [own]).sorted()
        let index = sorted[(sorted.count - 1) / 2]
        guard index > state.commit, term(index) == state.term || mistake == .commitsOldTerms else { return }
        state.commit = index
        for other in others { beat(other, nil) }
    }

    // MARK: - The caller

    mutating func propose(_ command: [UInt8]) throws(Refusal) -> EntryPosition {
        guard role == .leader else { throw .notLeader(leader: leader) }
        append(.command(command))
        return last
    }

    mutating func proposeMembership(_ change: MembershipChange, context: [UInt8]) throws(Refusal) -> EntryPosition {
        throw .invalid("this one can't")
    }

    mutating func read(_ context: UInt64) throws(Refusal) {
        guard role == .leader else { throw .notLeader(leader: leader) }
        guard term(state.commit) == state.term || mistake == .readsBeforeOwnCommit else { throw .overloaded }
        if mistake == .readsWithoutAsking {
            output.reads.append(ReadIndex(context: context, index: state.commit))
            return
        }
        questions.append((context, state.commit, [me]))
        for other in others { beat(other, context) }
    }

    mutating func transferLeadership(to member: MemberID) throws(Refusal) {
        guard role == .leader else { throw .notLeader(leader: leader) }
        if match[member] == last.index { tell(member, .timeoutNow) }
    }

    mutating func takeOutput() -> RaftOutput {
        if state != written { output.hardState = state }
        output.needsSync = state.term != written.term || state.vote != written.vote || output.snapshot != nil
        written = state
        if unwritten <= last.index {
            output.entries = Array(log[(unwritten - base.index - 1)...])
            unwritten = last.index + 1
            output.needsSync = true
        }
        while applied < min(state.commit, durable) {
            applied += 1
            output.committed.append(log[applied - base.index - 1])
        }
        defer { output = RaftOutput() }
        return output
    }

    mutating func persisted(through index: LogIndex, term: Term) {
        guard self.term(index) == term else { return }
        durable = max(durable, index)
        if role == .leader { advance() }
    }

    mutating func compact(through index: LogIndex) {
        guard index > base.index, index <= applied, let term = term(index) else { return }
        log.removeFirst(index - base.index)
        base = SnapshotPoint(index: index, term: term, membership: base.membership)
    }

    var status: RaftStatus {
        var status = RaftStatus()
        (status.id, status.role, status.term, status.vote) = (me, role, state.term, state.vote)
        (status.leader, status.commit, status.applied) = (leader, state.commit, applied)
        (status.compacted, status.last, status.durable) = (base.index, last.index, durable)
        status.membership = base.membership
        return status
    }
}
