internal import Conformance
internal import Linux
internal import RaftContract

/// A story of one member: lines that say what happens to it, and lines that say what must be so then.
///
/// ```
/// member 1 of 1 2 3            a new member, with an empty disk
/// waits                        time passes until it says something
/// says 1→2 requestVote 1 last 0/0
/// 2→1 vote 1 granted           a message arrives
/// is leader in term 1
/// ```
/// What happens: a message ``MessageWords``; `waits`, `tick N`; `propose x`, `read 7`, `compact 3`, `change addVoter 4`; `disk is slow`, `disk
/// writes`; `restarts` (after a crash); `2 answers the heartbeat`. A member's first line may go on with what its disk has:
/// `member 1 of 1 2 3 term 2 vote 3 log 1 1 2` (the entries' terms; they are commands a, b, c, …) `snapshot 1/5`; `preVote` and
/// `checkQuorum` switch these on.
/// What must be so: see ``Expectation``.
struct Story {
    private let scenario: Scenario
    private let code: RaftUnderTest
    private var machine: Machine?
    private var voters: [MemberID] = []
    /// Something was expected since the last event: with the next one, what was seen is forgotten.
    private var hasLooked = false

    static func tell(_ text: String, _ scenario: Scenario) async throws {
        try await blocking {
            var story = Story(scenario: scenario, code: try RaftUnderTest(scenario))
            for line in storyLines(text) { try story.perform(line) }
        }
    }

    /// For an instructor's hidden case: commands, and what the member does.
    static let teller: Suite.Teller = { commands, scenario in
        try await blocking {
            var story = Story(scenario: scenario, code: try RaftUnderTest(scenario))
            for line in commands { try story.perform(line) }
            return story.machine.map { Expectation.words(of: $0.seen) } ?? []
        }
    }

    private init(scenario: Scenario, code: RaftUnderTest) { (self.scenario, self.code) = (scenario, code) }

    private mutating func perform(_ line: String) throws {
        let words = line.split(separator: " ")
        if words[0] == "member" {
            scenario.say(line)
            return try begin(words, line)
        }
        guard let machine else { throw StoryError(line, "there is no member yet") }
        if let expectation = Expectation(line) {
            hasLooked = true
            return try expectation.check(machine, scenario)
        }
        scenario.say(line)
        if hasLooked { self.machine?.seen = Machine.Seen() }
        hasLooked = false
        try happen(words, line)
    }

    // MARK: - What happens

    private mutating func happen(_ words: [Substring], _ line: String) throws {
        let number = words.count > 1 ? Int(words[1]) : nil
        switch words[0] {
        case "waits": try wait()
        case "tick": for _ in 0..<(number ?? 1) { try machine?.handle(.tick) }
        case "propose": try machine?.handle(.propose(Array(words[1].utf8)))
        case "read": try machine?.handle(.read(UInt64(number ?? 0)))
        case "change":
            let change = try change(words, line)
            try machine?.handle(.proposeMembership(change, context: []))
        case "compact": try machine?.handle(.compact(through: number ?? 0))
        case "restarts": try machine?.start()
        case "disk": if words.last == "slow" { machine?.slowDown() } else { try machine?.write() }
        case _ where line.hasSuffix(" answers the heartbeat"): try answerHeartbeat(MemberID(words[0]) ?? 0, line)
        default: try machine?.handle(.receive(MessageWords(line).message(voters: voters)))
        }
    }

    private func change(_ words: [Substring], _ line: String) throws(StoryError) -> MembershipChange {
        guard words.count == 3, let member = MemberID(words[2]) else { throw StoryError(line, "which change?") }
        switch words[1] {
        case "addVoter": return .addVoter(member)
        case "addLearner": return .addLearner(member)
        case "remove": return .remove(member)
        default: throw StoryError(line, "which change?")
        }
    }

    /// As long as an election timeout can be, and a little longer; until something is said, or a term has begun.
    private mutating func wait() throws {
        let (term, said) = (machine?.status.term, machine?.history.count)
        for _ in 0..<25 where machine?.history.count == said && machine?.status.term == term {
            try machine?.handle(.tick)
        }
    }

    /// With the context of the last one that was sent there.
    private mutating func answerHeartbeat(_ member: MemberID, _ line: String) throws {
        guard let machine else { return }
        let beats = sentHeartbeats.filter { $0.to == member }
        guard let beat = beats.last, case .heartbeat(_, let context) = beat.kind else {
            try scenario.fail(expected: "a heartbeat to member \(member)", observed: "there was none")
        }
        let answer = RaftMessage(from: member, to: machine.id, term: beat.term, .heartbeatAnswer(context: context))
        try self.machine?.handle(.receive(answer))
    }

    private var sentHeartbeats: [RaftMessage] {
        (machine?.history ?? []).filter { if case .heartbeat = $0.kind { true } else { false } }
    }

    // MARK: - The member

    private mutating func begin(_ words: [Substring], _ line: String) throws {
        let sections = Self.sections(words.dropFirst())
        guard let id = sections["id"]?.first, let all = sections["of"], !all.isEmpty else {
            throw StoryError(line, "which member of which?")
        }
        voters = all.map { MemberID($0) }
        var disk = Persisted(voters: voters)
        disk.hardState = HardState(
            term: sections["term"]?.first ?? 0, vote: sections["vote"]?.first.map { MemberID($0) },
            commit: sections["commit"]?.first ?? 0)
        if let point = sections["snapshot"] { (disk.snapshot.term, disk.snapshot.index) = (point[0], point[1]) }
        let begin = disk.snapshot.index
        disk.entries = (sections["log"] ?? []).enumerated().map { offset, term in
            LogEntry(
                term: term, index: begin + 1 + offset, content: .command([UInt8(ascii: "a") + UInt8(begin + offset)]))
        }
        var configuration = RaftConfiguration(id: MemberID(id), seed: scenario.seed % 1000)
        configuration.maxBytesPerMessage = 1000
        (configuration.preVote, configuration.checkQuorum) = (words.contains("preVote"), words.contains("checkQuorum"))
        machine = Machine(code, configuration, disk)
        try machine?.start()
    }

    /// `1 of 1 2 3 term 2 snapshot 1/5`: the numbers behind each word.
    private static func sections(_ words: ArraySlice<Substring>) -> [Substring: [Int]] {
        var (sections, name): ([Substring: [Int]], Substring) = ([:], "id")
        for word in words {
            let numbers = word.split(separator: "/").compactMap { Int($0) }
            if numbers.isEmpty { name = word } else { sections[name, default: []] += numbers }
        }
        return sections
    }
}
