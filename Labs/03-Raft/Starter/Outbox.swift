package import RaftContract

/// What is to be done, collected until it is fetched.
///
/// The rule that makes a crash harmless: nothing is said before what it says is on disk. A vote is on disk before the
/// candidate hears of it, else the member could vote again after a crash; an entry before the leader hears of it, else it could
/// be committed and lost. A leader's own messages tell nothing of its disk and go at once, so that its followers write
/// while it writes (§10.2.1 of the thesis).
struct Outbox: Sendable {
    /// What the disk has, or will have when the last output is worked off.
    private(set) var written: HardState
    /// A snapshot from the leader.
    var snapshot: SnapshotPoint?
    var reads: [ReadIndex] = []
    private var messages: [RaftMessage] = []
    private var promptMessages: [RaftMessage] = []

    init(_ written: HardState) { self.written = written }

    mutating func add(_ message: RaftMessage) {
        if message.kind.waitsForDisk { messages.append(message) } else { promptMessages.append(message) }
    }

    /// Moves everything into the output.
    mutating func empty(into output: inout RaftOutput, hardState: HardState) {
        swap(&output.messages, &messages)
        swap(&output.promptMessages, &promptMessages)
        swap(&output.reads, &reads)
        swap(&output.snapshot, &snapshot)
        guard hardState != written else { return }
        // Who is its own quorum leads a term before that is on disk. After a crash it would lead the same term again, with
        // other entries: nobody may know the first ones.
        if hardState.term != written.term || hardState.vote != written.vote {
            output.needsSync = true
            output.messages = output.promptMessages + output.messages
            output.promptMessages = []
        }
        output.hardState = hardState
        written = hardState
    }
}

extension RaftMember {
    package mutating func takeOutput() -> RaftOutput {
        if leadership != nil { finishRound() }
        var output = RaftOutput()
        outbox.empty(into: &output, hardState: hardState)
        output.entries = entriesToWrite()
        if !output.entries.isEmpty || output.snapshot != nil { output.needsSync = true }
        output.committed = log.takeCommitted(through: crashProof)
        return output
    }

    package mutating func persisted(through index: LogIndex, term: Term) {
        log.persisted(EntryPosition(term: term, index: index))
        advanceCommit()
    }

    /// Takes up what the disk has kept.
    mutating func restore(_ persisted: Persisted) {
        // Lab 03, step 3: yours to write.
        return
    }

    /// What must survive a crash, besides the log.
    private var hardState: HardState {
        // Lab 03, step 3: yours to write.
        return HardState()
    }

    /// What of the log has to be written.
    private mutating func entriesToWrite() -> [LogEntry] {
        // Lab 03, step 3: yours to write.
        return []
    }

    /// How much of this member's log no crash can take: so much of it counts for a majority, and may be applied.
    var crashProof: LogIndex {
        // Lab 03, step 3: yours to write.
        return log.last.index
    }
}

extension RaftMessage.Kind {
    /// Whether it says or implies that something is on the sender's disk.
    fileprivate var waitsForDisk: Bool {
        // Lab 03, step 3: yours to write.
        return false
    }
}
