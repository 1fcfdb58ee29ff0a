package import RaftContract

/// A story of a cluster, told as a transcript: commands behind `>`, and behind each what it brought about. After the model of the
/// *interaction* tests of etcd's raft. With `GOLDEN=1` in the environment the test writes the outcomes anew.
///
/// See ``help`` for the commands.
package struct Transcript<Core: RaftCore>: Sendable {
    private var stage = Stage<Core>()
    private var options: [String] = []

    package init() {}

    package static var help: String {
        """
        members 1 2 3      a cluster; behind it preVote, checkQuorum, inFlight=N, bytes=N
        joiner 4           a member that knows nobody yet
        timeout 1          time passes for a member until it acts; tick 1 10: ten ticks
        elect 1            it becomes leader, and all hear of it
        propose 1 x        a client wants x; read 1 7: a client wants to read, and calls that 7
        deliver            all messages, and what follows from them; deliver 1 2: only between these two
        pass               like deliver, but not what follows; drop 1 2: they get lost
        settle             like deliver, in one line: what it has cost since, and who has applied how much
        cut 1 2, mend 1    nothing leaves or reaches them
        crash 1, restart 1 all is lost but the disk
        slow 1, write 1    its disk takes its time, and is done
        transfer 1 3       the leader hands over; compact 1 5: it has a snapshot
        change 1 addVoter 4 | addLearner 4 | remove 2 | replace 1 2 4 learners 5
        status, log        who is what; what is on the disks
        """
    }

    /// - Returns: the text with the outcomes as they are.
    package static func run(_ text: String) -> String {
        var transcript = Transcript()
        var result: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("> ") {
                result.append(line)
                result += transcript.perform(String(line.dropFirst(2)))
            } else if line.hasPrefix("#") || line.isEmpty {
                result.append(line)
            }
        }
        return result.joined(separator: "\n")
    }

    /// - Returns: what the command has brought about, line by line.
    package mutating func perform(_ command: String) -> [String] {
        let words = command.split(separator: " ").map(String.init)
        let numbers = words.dropFirst().compactMap { MemberID($0) }
        let member = numbers.first ?? 0
        stage.report = []
        switch words.first {
        case nil: break
        case "members": start(numbers, Array(words.dropFirst(1 + numbers.count)))
        case "joiner": stage.start(configuration(member), Persisted(voters: []))
        case "help": stage.report = [Self.help]
        case "status": stage.report = stage.ids.map(status)
        case "log": stage.report = stage.ids.map(log)
        case "elect":
            timeout(member)
            deliver([])
            stage.report = []
            stage.count = .init()
        case "settle": settle()
        default: if !passTime(words, numbers) && !disturb(words, numbers) { call(words, member) }
        }
        return stage.report + stage.violations
    }

    private mutating func passTime(_ words: [String], _ numbers: [MemberID]) -> Bool {
        let member = numbers.first ?? 0
        switch words[0] {
        case "timeout": timeout(member)
        case "tick": for _ in 0..<min(1000, numbers.dropFirst().first ?? 1) { stage.handle(.tick, by: member) }
        case "deliver": deliver(numbers)
        case "pass": deliver(numbers, atMost: stage.network.count)
        default: return false
        }
        return true
    }

    private mutating func disturb(_ words: [String], _ numbers: [MemberID]) -> Bool {
        if words[0] == "drop" {
            stage.network.removeAll { Self.concerns($0, numbers) }
            return true
        }
        guard ["cut", "mend", "crash", "restart", "slow", "write"].contains(words[0]) else { return false }
        for member in numbers { disturb(member, words[0]) }
        return true
    }

    private mutating func disturb(_ member: MemberID, _ verb: String) {
        switch verb {
        case "cut", "mend": stage.machines[member]?.isCut = verb == "cut"
        case "crash": stage.crash(member)
        case "restart": stage.restart(member)
        case "slow": stage.machines[member]?.isDiskSlow = true
        default:
            stage.machines[member]?.isDiskSlow = false
            stage.write(member)
        }
    }

    private mutating func settle() {
        deliver([])
        let running = stage.ids.filter { stage.machines[$0]?.isRunning == true }
        let applied = running.map { "\($0) at \(stage.machines[$0]?.applied ?? 0)" }.joined(separator: ", ")
        stage.report = ["\(stage.count.messages) messages, \(stage.count.writes) disk writes; applied: \(applied)"]
        stage.count = .init()
    }

    private mutating func start(_ members: [MemberID], _ options: [String]) {
        self.options = options
        for member in members { stage.start(configuration(member), Persisted(voters: members)) }
    }

    private func configuration(_ member: MemberID) -> RaftConfiguration {
        var configuration = RaftConfiguration(id: member)
        configuration.preVote = options.contains("preVote")
        configuration.checkQuorum = options.contains("checkQuorum")
        for option in options {
            let pair = option.split(separator: "=")
            if pair[0] == "inFlight" { configuration.maxMessagesInFlight = Int(pair[1]) ?? 0 }
            if pair[0] == "bytes" { configuration.maxBytesPerMessage = Int(pair[1]) ?? 0 }
        }
        return configuration
    }

    private mutating func timeout(_ member: MemberID) {
        for _ in 0..<100 where stage.report.isEmpty { stage.handle(.tick, by: member) }
    }

    /// - Parameter count: a cluster that never falls silent would never end.
    private mutating func deliver(_ numbers: [MemberID], atMost count: Int = 1000) {
        var waiting: [RaftMessage] = []
        for _ in 0..<count {
            guard let message = stage.network.first else { break }
            if Self.concerns(message, numbers) {
                stage.deliver()
            } else {
                waiting.append(stage.network.removeFirst())
            }
        }
        stage.network = waiting + stage.network
    }

    /// Without names every message; with one, those of and to this member; with two, those between them.
    private static func concerns(_ message: RaftMessage, _ members: [MemberID]) -> Bool {
        members.allSatisfy { $0 == message.from || $0 == message.to }
    }

    private mutating func call(_ words: [String], _ member: MemberID) {
        guard let event = Self.event(words), stage.machines[member] != nil else {
            stage.report.append("no such command, or no such member; help has a list")
            return
        }
        switch stage.handle(event, by: member) {
        case .done: break
        case .position(let position): stage.report.insert("at \(position)", at: 0)
        case .refused(let refusal): stage.report.insert("refused: \(refusal)", at: 0)
        }
    }

    private static func event(_ words: [String]) -> RaftEvent? {
        let number = words.dropFirst(2).first.flatMap { MemberID($0) } ?? 0
        switch words[0] {
        case "propose": return .propose(Array((words.last ?? "").utf8))
        case "read": return .read(number)
        case "transfer": return .transferLeadership(to: number)
        case "compact": return .compact(through: Int(number))
        case "unreachable": return .unreachable(number)
        case "change": return change(Array(words.dropFirst(2))).map { .proposeMembership($0, context: []) }
        default: return nil
        }
    }

    private static func change(_ words: [String]) -> MembershipChange? {
        let member = words.dropFirst().first.flatMap { MemberID($0) } ?? 0
        switch words.first {
        case "addVoter": return .addVoter(member)
        case "addLearner": return .addLearner(member)
        case "remove": return .remove(member)
        case "replace":
            let lists = words.dropFirst().split(separator: "learners").map { $0.compactMap { MemberID($0) } }
            return .replace(voters: lists.first ?? [], learners: lists.dropFirst().first ?? [])
        default: return nil
        }
    }

    private func status(_ member: MemberID) -> String {
        guard let machine = stage.machines[member] else { return "" }
        let status = machine.core.status
        var text = "\(member) \(machine.isRunning ? status.role.rawValue : "crashed") term \(status.term)"
        text += " commit \(status.commit) last \(status.last) leader \(status.leader.map(String.init) ?? "-")"
        for follower in status.progress {
            text += " · \(follower.member) \(follower.state) \(follower.match)<\(follower.next)"
        }
        return text
    }

    private func log(_ member: MemberID) -> String {
        guard let disk = stage.machines[member]?.disk else { return "" }
        let entries = disk.entries.map(\.description).joined(separator: ", ")
        return "\(member) after \(disk.snapshot.term)/\(disk.snapshot.index): [\(entries)]"
    }
}
