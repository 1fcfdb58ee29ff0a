import RaftContract

@testable import Raft

/// A few members with a network and disks between them, on which things happen only when they are told to.
///
/// Each member is called as the contract wants it: prompt messages, disk, the other messages, applying. What members apply is
/// compared at once: at each index all must apply the same entry (*state machine safety*, §5.4.3 of the paper).
struct Stage {
    struct Machine {
        var core: RaftMember
        var configuration: RaftConfiguration
        /// What the disk has.
        var disk: Persisted
        /// An output that waits for a slow disk.
        var pending: RaftOutput?
        var isDiskSlow = false
        var isCut = false
        var isRunning = true
        var applied: LogIndex = 0
    }

    var machines: [MemberID: Machine] = [:]
    /// On their way, oldest first.
    var network: [RaftMessage] = []
    /// The leaders there were, by term.
    private(set) var leaders: [Term: MemberID] = [:]
    /// What was applied at each index, by whoever was first.
    private(set) var history: [LogIndex: LogEntry] = [:]
    var reads: [(member: MemberID, read: ReadIndex)] = []
    /// What has happened, for transcripts.
    var report: [String] = []
    /// What must never happen, and has.
    private(set) var violations: [String] = []

    var ids: [MemberID] { machines.keys.sorted() }

    mutating func start(_ configuration: RaftConfiguration, _ disk: Persisted) {
        let core = RaftMember(configuration: configuration, persisted: disk)
        machines[configuration.id] = Machine(
            core: core, configuration: configuration, disk: disk, applied: disk.snapshot.index)
    }

    /// The member loses everything but its disk; `kept` parts of an output that was being written are on it.
    mutating func crash(_ id: MemberID, kept: Int = 0) {
        guard var machine = machines[id] else { return }
        if let pending = machine.pending { machine.disk.write(pending, parts: kept) }
        machine.pending = nil
        machine.isDiskSlow = false
        machine.isRunning = false
        machines[id] = machine
    }

    mutating func restart(_ id: MemberID) {
        guard let machine = machines[id], !machine.isRunning else { return }
        start(machine.configuration, machine.disk)
        machines[id]?.isCut = machine.isCut
        settle(id)
    }

    // MARK: - Something happens

    @discardableResult
    mutating func handle(_ event: RaftEvent, by id: MemberID) -> RaftAnswer {
        guard machines[id]?.isRunning == true else { return .done }
        let before = machines[id]?.core.status
        let answer = machines[id]?.core.handle(event) ?? .done
        noteRole(of: id, before: before)
        settle(id)
        return answer
    }

    /// Delivers the oldest message, or that at `position`.
    mutating func deliver(at position: Int = 0) {
        var message = network.remove(at: position)
        guard let receiver = machines[message.to], receiver.isRunning, !receiver.isCut else { return }
        report.append(message.description)
        // The sender's snapshot is of what it has applied so far; it may be later than what was asked for.
        if case .installSnapshot(let point) = message.kind { message = RaftMessage(message, with: point) }
        handle(.receive(message), by: message.to)
    }

    /// Works off all that the member wants done.
    private mutating func settle(_ id: MemberID) {
        while machines[id]?.pending == nil, let output = machines[id]?.core.takeOutput(), !output.isEmpty {
            send(output.promptMessages)
            if machines[id]?.isDiskSlow == true {
                machines[id]?.pending = output
                return
            }
            finish(output, of: id)
        }
    }

    /// The slow disk is done.
    mutating func write(_ id: MemberID) {
        guard let output = machines[id]?.pending else { return }
        machines[id]?.pending = nil
        finish(output, of: id)
        settle(id)
    }

    private mutating func finish(_ output: RaftOutput, of id: MemberID) {
        if output.hasWrites { machines[id]?.disk.write(output) }
        if let disk = machines[id]?.disk, output.hasWrites {
            handleWithoutSettling(.persisted(through: disk.last), by: id)
        }
        send(output.messages)
        if let snapshot = output.snapshot {
            machines[id]?.applied = snapshot.index
            report.append("\(id) installs \(snapshot)")
        }
        for entry in output.committed { apply(entry, on: id) }
        for read in output.reads {
            reads.append((id, read))
            report.append("\(id) may answer read \(read.context) at \(read.index)")
        }
    }

    private mutating func handleWithoutSettling(_ event: RaftEvent, by id: MemberID) {
        let before = machines[id]?.core.status
        _ = machines[id]?.core.handle(event)
        noteRole(of: id, before: before)
    }

    private mutating func send(_ messages: [RaftMessage]) {
        network += messages.filter { machines[$0.from]?.isCut == false }
    }

    // MARK: - What must hold

    private mutating func apply(_ entry: LogEntry, on id: MemberID) {
        report.append("\(id) applies \(entry)")
        if machines[id]?.applied != entry.index - 1 { violations.append("\(id) applied \(entry) out of order") }
        machines[id]?.applied = entry.index
        if let other = history[entry.index], other != entry {
            violations.append("\(id) applied \(entry) where another applied \(other)")
        }
        history[entry.index] = entry
    }

    private mutating func noteRole(of id: MemberID, before: RaftStatus?) {
        guard let before, let now = machines[id]?.core.status else { return }
        if now.role != before.role || now.term != before.term && now.role != .follower {
            report.append("\(id) is \(now.role) in term \(now.term)")
        }
        guard now.role == .leader else { return }
        if let other = leaders[now.term], other != id {
            violations.append("term \(now.term) has two leaders, \(other) and \(id)")
        }
        leaders[now.term] = id
        if before.role != .leader { checkCompleteness(of: id) }
    }

    /// A leader's log has everything that was ever committed (*leader completeness*, §5.4 of the paper).
    private mutating func checkCompleteness(of id: MemberID) {
        guard let log = machines[id]?.core.log else { return }
        for (index, entry) in history where index > log.base.index && log.term(at: index) != entry.term {
            violations.append("\(id) became leader without \(entry)")
        }
    }
}

extension Persisted {
    var last: EntryPosition {
        entries.last?.position ?? EntryPosition(term: snapshot.term, index: snapshot.index)
    }

    /// - Parameter parts: how many of the output's parts get to the disk before the power goes; in their order.
    mutating func write(_ output: RaftOutput, parts: Int = .max) {
        var parts = parts
        func isNext() -> Bool {
            parts -= 1
            return parts >= 0
        }
        if let snapshot = output.snapshot, isNext() {
            self.snapshot = snapshot
            entries = []
        }
        for entry in output.entries where isNext() {
            entries.removeAll { $0.index >= entry.index }
            entries.append(entry)
        }
        if let hardState = output.hardState, isNext() { self.hardState = hardState }
    }
}

extension RaftMessage {
    fileprivate init(_ message: RaftMessage, with point: SnapshotPoint) {
        self.init(from: message.from, to: message.to, term: message.term, .installSnapshot(point))
    }
}
