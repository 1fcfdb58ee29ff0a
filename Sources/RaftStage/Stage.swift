package import RaftContract

/// A few members with a network and disks between them, on which things happen only when they are told to.
///
/// Each member is called as the contract wants it: prompt messages, disk, the other messages, applying. What they do is compared
/// at once with what figure 3 of the paper promises: a term has one leader, the leader has all that is committed, and at each
/// index all apply the same.
package struct Stage<Core: RaftCore>: Sendable {
    package var machines: [MemberID: Machine<Core>] = [:]
    /// On their way, oldest first.
    package var network: [RaftMessage] = []
    /// The leaders there were, by term.
    private var leaders: [Term: MemberID] = [:]
    /// What was applied at each index, by whoever was first.
    package private(set) var history: [LogIndex: LogEntry] = [:]
    /// The answers since the list was last emptied.
    package var reads: [(member: MemberID, read: ReadIndex)] = []
    /// What has happened, for transcripts, since the list was last emptied.
    package var report: [String] = []
    package var count = Count()
    /// What must never happen, and has.
    package private(set) var violations: [String] = []

    /// What it has cost.
    package struct Count: Sendable {
        package var messages = 0
        package var writes = 0
    }

    package init() {}

    package var ids: [MemberID] { machines.keys.sorted() }

    package mutating func start(_ configuration: RaftConfiguration, _ disk: Persisted) {
        machines[configuration.id] = Machine(configuration, disk)
    }

    /// - Parameter kept: how many parts of an output that is being written are on the disk.
    package mutating func crash(_ id: MemberID, kept: Int = 0) { machines[id]?.crash(keeping: kept) }

    package mutating func restart(_ id: MemberID) {
        guard let machine = machines[id], !machine.isRunning else { return }
        start(machine.configuration, machine.disk)
        machines[id]?.isCut = machine.isCut
        settle(id)
    }

    // MARK: - Something happens

    @discardableResult
    package mutating func handle(_ event: RaftEvent, by id: MemberID) -> RaftAnswer {
        guard machines[id]?.isRunning == true else { return .done }
        let answer = call(event, of: id)
        settle(id)
        return answer
    }

    /// Delivers the oldest message, or that at `position`.
    package mutating func deliver(at position: Int = 0) {
        let message = network.remove(at: position)
        guard let receiver = machines[message.to], receiver.isRunning, !receiver.isCut else { return }
        count.messages += 1
        report.append(message.description)
        handle(.receive(message), by: message.to)
    }

    /// The slow disk is done.
    package mutating func write(_ id: MemberID) {
        guard let output = machines[id]?.pending else { return }
        machines[id]?.pending = nil
        finish(output, of: id)
        settle(id)
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

    private mutating func finish(_ output: RaftOutput, of id: MemberID) {
        if output.hasWrites { write(output, of: id) }
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

    private mutating func write(_ output: RaftOutput, of id: MemberID) {
        if output.needsSync { count.writes += 1 }
        machines[id]?.disk.write(output)
        guard let last = machines[id]?.disk.last else { return }
        _ = call(.persisted(through: last), of: id)
    }

    private mutating func send(_ messages: [RaftMessage]) {
        network += messages.filter { machines[$0.from]?.isCut == false }
    }

    private mutating func call(_ event: RaftEvent, of id: MemberID) -> RaftAnswer {
        let before = machines[id]?.core.status
        let answer = machines[id]?.core.handle(event) ?? .done
        if let before { noteRole(of: id, before: before) }
        return answer
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

    private mutating func noteRole(of id: MemberID, before: RaftStatus) {
        guard let now = machines[id]?.core.status else { return }
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
        guard let machine = machines[id] else { return }
        var disk = machine.disk
        if let pending = machine.pending { disk.write(pending) }
        let first = disk.snapshot.index + 1
        for (index, entry) in history where index >= first {
            guard index - first >= disk.entries.count || disk.entries[index - first] != entry else { continue }
            violations.append("\(id) became leader without \(entry)")
        }
    }
}
