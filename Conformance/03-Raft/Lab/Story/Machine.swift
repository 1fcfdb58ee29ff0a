internal import Conformance
internal import RaftContract

/// One member on a machine of its own: does what the core wants done, in the contract's order, and keeps what there is to
/// be seen of it.
struct Machine {
    private let code: RaftUnderTest
    private let configuration: RaftConfiguration
    private(set) var disk: Persisted
    private var core: RemoteRaft?
    /// It is written to, but nothing arrives.
    private var isDiskSlow = false
    /// Of which the writes haven't arrived.
    private var waiting: RaftOutput?
    var seen = Seen()
    /// All that it has ever said.
    private(set) var history: [RaftMessage] = []

    /// What it has done since somebody last looked.
    struct Seen {
        var messages: [RaftMessage] = []
        var applied: [LogEntry] = []
        var reads: [ReadIndex] = []
        var snapshots: [SnapshotPoint] = []
        var answer: RaftAnswer?
    }

    init(_ code: RaftUnderTest, _ configuration: RaftConfiguration, _ disk: Persisted) {
        (self.code, self.configuration, self.disk) = (code, configuration, disk)
    }

    var id: MemberID { configuration.id }
    var status: RaftStatus { core?.status ?? RaftStatus() }

    /// Begins with what the disk has; what was not on it is forgotten.
    mutating func start() throws {
        (core, waiting, isDiskSlow) = (try code.start(configuration, disk), nil, false)
        try takeOutputs()
    }

    mutating func handle(_ event: RaftEvent) throws {
        if core == nil { try start() }
        if waiting != nil {
            seen.answer = try core?.handle([event]).first
            return
        }
        guard let (answers, output) = try core?.handleAndTakeOutput([event]) else { return }
        seen.answer = answers.first
        try workOff(output)
        try takeOutputs()
    }

    mutating func slowDown() { isDiskSlow = true }

    /// What was written arrives on the disk, and so does everything after it.
    mutating func write() throws {
        isDiskSlow = false
        guard let output = waiting else { return }
        waiting = nil
        try finish(output)
        try takeOutputs()
    }

    private mutating func takeOutputs() throws {
        // A core that never has enough would otherwise hold the case up.
        for _ in 0..<100 where waiting == nil {
            guard let (_, output) = try core?.handleAndTakeOutput([]), !output.isEmpty else { return }
            try workOff(output)
        }
    }

    private mutating func workOff(_ output: RaftOutput) throws {
        say(output.promptMessages)
        if output.needsSync, output.hasWrites, isDiskSlow { waiting = output } else { try finish(output) }
    }

    private mutating func say(_ messages: [RaftMessage]) {
        seen.messages += messages
        history += messages
    }

    private mutating func finish(_ output: RaftOutput) throws {
        disk.write(output)
        if output.hasWrites { _ = try core?.handle([.persisted(through: disk.last)]) }
        say(output.messages)
        seen.snapshots += output.snapshot.map { [$0] } ?? []
        seen.applied += output.committed
        seen.reads += output.reads
    }
}

extension Persisted {
    var last: EntryPosition {
        entries.last?.position ?? EntryPosition(term: snapshot.term, index: snapshot.index)
    }

    mutating func write(_ output: RaftOutput) {
        if let state = output.hardState { hardState = state }
        if let point = output.snapshot { (snapshot, entries) = (point, []) }
        guard let first = output.entries.first else { return }
        entries.removeLast(min(entries.count, max(0, last.index - first.index + 1)))
        entries += output.entries
    }
}
