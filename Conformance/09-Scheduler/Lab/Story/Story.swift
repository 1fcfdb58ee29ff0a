internal import API
internal import Conformance
internal import Schema
internal import SchedulerContract

/// A story of a scheduler: lines that say what happens, and lines that say what must be decided then.
///
/// ```
/// node n1 cpu=1
/// node n2 cpu=4
/// pod web cpu=2          # see ``PodWords``
/// web → n2               # see ``Expectation``
/// ```
/// What happens: `node`, `pod` (new, or changed), `budget`, `namespace`, `remove-node N`, `delete P`, `finish P` (it has
/// succeeded), `end P` (it is being deleted), `bound P` (the API server has the binding), `refuse P` (it hasn't),
/// `wait SECONDS`, `decide`; `nodes PREFIX COUNT …` (many of a kind); `claim`, `volume`, `class`, see ``VolumeWords``;
/// `answer P …` (an extender's), see ``ExtenderWords``. Lines before the first of these may be settings, see ``Settings``.
///
/// The scheduler is asked for decisions when the story wants to know them, until it has no more.
package struct Story {
    private static let mostDecisions = 10_000
    private static let rounds = 8

    let scenario: Scenario
    /// Nil for a new one.
    private let worker: CodeUnderTest?
    /// Whether the lines become the failure's scenario.
    private let isHeard: Bool
    private var settings: Settings
    private var scheduler: SchedulerUnderTest?
    private var now = Duration.zero
    private(set) var nodes: [String: Node] = [:]
    private(set) var pods: [String: Pod] = [:]
    /// The last decision on each pod.
    private(set) var decisions: [String: Decision] = [:]
    /// Made since the last expectation, in their order.
    private(set) var fresh: [(pod: String, decision: Decision)] = []
    /// What the scheduler gave as reasons, for people.
    private var reasons: [String: String] = [:]

    init(_ scenario: Scenario, step: Int = Settings.lastStep) {
        self.scenario = scenario
        (worker, isHeard) = (nil, true)
        settings = Settings(step: step)
        settings.setSeed(scenario.seed)
    }

    private init(_ scenario: Scenario, step: Int, worker: CodeUnderTest, round: Int) {
        self.scenario = scenario
        self.worker = worker
        isHeard = round == 0
        settings = Settings(step: step)
        settings.setSeed(scenario.seed &+ UInt64(round) &* 0x9e37_79b9)
    }

    /// Tells a story of several nodes several times, with other seeds and with the nodes in another order: whoever thinks
    /// that a node is feasible which isn't may choose the right one once, but not always.
    static func tell(_ text: String, step: Int, _ scenario: Scenario) async throws {
        let lines = storyLines(text)
        let head = lines.prefix(while: Settings.isSetting)
        let nodes = lines.dropFirst(head.count).prefix { $0.hasPrefix("node") }
        let reversed = Array(head + nodes.reversed() + lines.dropFirst(head.count + nodes.count))
        let worker = try scenario.worker()
        for round in 0..<(nodes.count > 1 ? rounds : 1) {
            var story = Story(scenario, step: step, worker: worker, round: round)
            try await story.tell((round.isMultiple(of: 2) ? lines : reversed).joined(separator: "\n"))
        }
    }

    /// Tells a whole story.
    mutating func tell(_ text: String) async throws {
        var expectations: [Expectation] = []
        for line in storyLines(text) {
            if let expectation = Expectation(line) {
                expectations.append(expectation)
                continue
            }
            try await check(&expectations)
            try await perform(line)
        }
        try await check(&expectations)
    }

    // MARK: - What happens

    mutating func perform(_ line: String) async throws {
        if isHeard { scenario.say(line) }
        if try settings.take(line) { return }
        let words = line.split(separator: " ")
        guard words.count > 1 || line == "decide" else { throw StoryError(line, "what happens to what?") }
        let name = words.count > 1 ? String(words[1]) : ""
        switch words[0] {
        case "decide": try await decide()
        case "wait": now += .seconds(Double(name) ?? 0)
        default: for event in try events(words[0], name, words.dropFirst(2), line) { try await handle(event) }
        }
    }

    private mutating func events(
        _ verb: Substring, _ name: String, _ words: ArraySlice<Substring>, _ line: String
    ) throws -> [SchedulerEvent] {
        switch verb {
        case "node":
            let node = try Objects.node(name, words)
            nodes[name] = node
            return [.node(node)]
        case "nodes":
            let made = try (1...(words.first.flatMap { Int($0) } ?? 1)).map {
                try Objects.node("\(name)\($0)", words.dropFirst())
            }
            for node in made { nodes[node.metadata.name] = node }
            return made.map { .node($0) }
        case "remove-node":
            guard let node = nodes.removeValue(forKey: name) else { throw StoryError(line, "no such node") }
            return [.nodeDeleted(node)]
        case "pod":
            let pod = try PodWords.pod(name, words)
            pods[name] = pod
            return [.pod(pod)]
        case "budget": return [.changed(.podDisruptionBudget(Objects.budget(name, words)))]
        case "namespace": return [.changed(.namespace(Objects.namespace(name, words)))]
        case "claim", "volume", "class": return [.changed(try VolumeWords.object(verb, name, words))]
        case "answer":
            guard let pod = pods[name] else { throw StoryError(line, "no such pod") }
            return [.answered(ExtenderWords.answer(pod.metadata.uid, words))]
        default: return [try change(verb, name, line)]
        }
    }

    /// Something happens to a pod that is there already.
    private mutating func change(_ verb: Substring, _ name: String, _ line: String) throws -> SchedulerEvent {
        guard var pod = pods[name] else { throw StoryError(line, "no such pod") }
        switch verb {
        case "delete":
            pods[name] = nil
            return .podDeleted(pod)
        case "refuse": return .bindingFailed(pod)
        case "bound":
            guard case .binds(let node) = decisions[name] else { throw StoryError(line, "it wasn't bound") }
            pod.spec.nodeName = node
        case "finish": pod.status.phase = .succeeded
        case "end": pod.metadata.deletionTimestamp = Time(seconds: 1)
        default: throw StoryError(line, "nobody knows how to do that")
        }
        pods[name] = pod
        return .pod(pod)
    }

    private mutating func handle(_ event: SchedulerEvent) async throws {
        let scheduler = try await started()
        try await scheduler.handle(event, now: now)
    }

    private mutating func started() async throws -> SchedulerUnderTest {
        if let scheduler { return scheduler }
        let started = try await SchedulerUnderTest(worker ?? scenario.worker(), settings.configuration)
        scheduler = started
        return started
    }

    // MARK: - What is decided

    /// Asks until there are no more decisions.
    mutating func decide() async throws {
        let scheduler = try await started()
        for _ in 0..<Self.mostDecisions {
            guard let action = try await scheduler.next(now: now) else { return }
            let name = action.pod.metadata.name
            decisions[name] = Decision(action)
            fresh.append((name, Decision(action)))
            if case .unschedulable(_, let error) = action { reasons[name] = error.description }
            if case .failed(_, let why) = action { reasons[name] = why }
        }
        try scenario.fail(
            expected: "an end of decisions as long as nothing happens",
            observed: "`next(now:)` had a decision \(Self.mostDecisions) times in a row",
            invariant: "A pod that was decided on isn't tried again before something changes or time passes.")
    }

    private mutating func check(_ expectations: inout [Expectation]) async throws {
        if expectations.isEmpty { return }
        try await decide()
        for expectation in expectations { try await check(expectation) }
        let known = Set(expectations.compactMap(\.pod))
        for (pod, decision) in fresh where !known.contains(pod) && decision != .waits {
            try scenario.fail(expected: "no decision on \(pod)", observed: decision.text(of: pod))
        }
        fresh = []
        expectations = []
    }

    private func check(_ expectation: Expectation) async throws {
        guard let pod = expectation.pod else {
            guard let (name, decision) = fresh.first else { return }
            try scenario.fail(expected: "no decision now", observed: observed(decision, name))
        }
        guard let decision = decisions[pod] else {
            try scenario.fail(expected: expectation.line, observed: "there is no decision on \(pod)")
        }
        if expectation.allowed.contains(decision), decision == .waits || fresh.contains(where: { $0.pod == pod }) {
            return
        }
        if let key = pods[pod].map({ "\($0.metadata.namespace)/\(pod)" }),
            let scores = try await scheduler?.scores(of: key)
        {
            scenario.attach("scores-of-\(pod).json", scores)
        }
        try scenario.fail(expected: expectation.line, observed: observed(decision, pod))
    }

    private func observed(_ decision: Decision, _ pod: String) -> String {
        let text = decision.text(of: pod)
        return decision == .waits ? "\(text): \(reasons[pod] ?? "")" : text
    }
}

extension Story {
    /// Carries out the commands of an overlay's script: what was decided, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = Story(scenario)
        for command in commands { try await story.perform(command) }
        try await story.decide()
        return story.fresh.map { $0.decision.text(of: $0.pod) }
    }
}
