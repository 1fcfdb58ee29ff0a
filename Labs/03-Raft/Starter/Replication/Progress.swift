import DequeModule
import RaftContract

/// How far a follower is, as its leader knows, and how much is sent to it before it answers.
///
/// ```
///                    appended                     rejected, unreachable
///         ┌──────── probe ────────▶ replicate ─────────────────────────▶ probe
///         │ one append, then wait   many appends under way                 │
///         └──────────── snapshot ◀── the entries it needs are gone ────────┘
/// ```
/// Invariant: `match < next`. Through `match` the follower has told that its log is the leader's; `next` is a guess.
struct Progress: Sendable {
    let member: MemberID
    private(set) var match: LogIndex = 0
    private(set) var next: LogIndex
    private(set) var state = State.probe(isWaiting: false)
    /// The last entries of the appends under way, oldest first.
    private var inFlight: Deque<LogIndex> = []
    /// The highest commit index that it was told.
    private(set) var toldCommit: LogIndex = 0
    /// An answer is overdue: the last append may be lost, and nothing would follow it that could be rejected.
    private var isInDoubt = false
    /// Heard of since the last check of the quorum.
    var isActive = false
    /// The newest round of reads that it has answered.
    private(set) var readRound: UInt64 = 0

    enum State: Equatable, Sendable {
        case probe(isWaiting: Bool)
        case replicate
        /// Since so many ticks.
        case snapshot(index: LogIndex, elapsed: Int)
    }

    /// - Parameter last: the leader's newest entry. It is guessed that the follower has all before the next one.
    init(_ member: MemberID, last: LogIndex) {
        self.member = member
        next = last + 1
    }

    /// Whether something is to be sent now.
    func wantsAppend(last: LogIndex, commit: LogIndex, limit: Int) -> Bool {
        switch state {
        case .probe(let isWaiting): !isWaiting
        case .replicate: isInDoubt || inFlight.count < limit && (next <= last || toldCommit < min(commit, next - 1))
        case .snapshot: false
        }
    }

    /// An append goes out with so many entries from `next` on.
    mutating func sent(_ count: Int, commit: LogIndex) {
        if case .probe = state {
            state = .probe(isWaiting: true)
        } else {
            next += count
            if count > 0 { inFlight.append(next - 1) }
        }
        isInDoubt = false
        toldCommit = max(toldCommit, commit)
    }

    mutating func sentSnapshot(_ index: LogIndex) {
        state = .snapshot(index: index, elapsed: 0)
        inFlight.removeAll()
    }

    /// The follower has the leader's log through this entry.
    /// - Parameter first: the leader's oldest entry: without those before it, only a snapshot helps.
    /// - Returns: whether that is news.
    mutating func has(_ index: LogIndex, first: LogIndex) -> Bool {
        let isNews = index > match
        match = max(match, index)
        next = max(next, match + 1)
        while let oldest = inFlight.first, oldest <= match { inFlight.removeFirst() }
        if state != .replicate, match + 1 >= first {
            state = .replicate
            next = match + 1
        }
        return isNews
    }

    /// The follower has not the entry `previous`.
    /// - Parameter agreement: the last entry that both may have.
    mutating func lacks(_ previous: LogIndex, agreement: LogIndex) {
        switch state {
        // An old answer to one of many appends says nothing if a later one has been accepted.
        case .replicate where previous > match: probe()
        // Nor is it news what was said about another probe.
        case .probe where previous == next - 1:
            next = max(min(previous, agreement + 1), match + 1)
            state = .probe(isWaiting: false)
        default: break
        }
    }

    mutating func answeredHeartbeat(round: UInt64, last: LogIndex, limit: Int) {
        isActive = true
        readRound = max(readRound, round)
        if case .probe = state { state = .probe(isWaiting: false) }
        guard state == .replicate, match < last else { return }
        if inFlight.count >= limit { inFlight.removeFirst() }
        isInDoubt = true
    }

    /// One append at a time from here on.
    mutating func probe() {
        if case .snapshot(let index, _) = state { next = max(next, index + 1) } else { next = match + 1 }
        state = .probe(isWaiting: false)
        inFlight.removeAll()
        isInDoubt = false
    }

    /// Messages don't arrive. Who is probed already is asked about the same entry again: going back to `match`, which a
    /// new leader doesn't know yet, would need entries that are long compacted.
    mutating func loseContact() {
        if case .probe = state { state = .probe(isWaiting: false) } else { probe() }
    }

    /// - Parameter patience: after so many ticks the follower should have the snapshot.
    mutating func tickSnapshot(patience: Int) {
        guard case .snapshot(let index, let elapsed) = state else { return }
        if elapsed + 1 >= patience { probe() } else { state = .snapshot(index: index, elapsed: elapsed + 1) }
    }

    var asContract: FollowerProgress {
        var progress = FollowerProgress()
        (progress.member, progress.match, progress.next) = (member, match, next)
        (progress.inFlight, progress.isActive) = (inFlight.count, isActive)
        switch state {
        case .probe: progress.state = .probe
        case .replicate: progress.state = .replicate
        case .snapshot: progress.state = .snapshot
        }
        return progress
    }
}
