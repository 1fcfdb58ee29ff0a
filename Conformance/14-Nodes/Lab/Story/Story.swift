internal import API
internal import Conformance
internal import NodesContract
internal import Schema

/// A story of nodes and of who watches them: lines that say what there is and what happens, and questions with the
/// answers that they must have.
///
/// ```
/// node worker                  # see ``NodeWords``: it has said that it is ready, a moment ago
/// looks worker → 40            # the controller looks at it, and gives it so many seconds more
/// wait 39
/// looks worker → 1
/// ```
/// What there is: `controller grace=40 …` (its flags), `node …`, `taint worker KEY:EFFECT` (added now), `untaint worker
/// KEY`, `pod …` (see ``PodWords``).
///
/// What happens: `wait SECONDS`, `renews worker` (its lease, by its own clock; `backwards`: that was set
/// back), `reports worker ready=False` (its status),
/// `looks worker`, `falls-silent worker` (the controller writes that down), `leaves worker` (it is gone; with
/// `subnet` at the end, its subnet is free).
///
/// Questions: `looks worker`, `shown worker` (its conditions when nobody hears from it), `shown-pod web`, `taints worker`
/// (that follow from its conditions), `taints-evicting worker`, `eviction web from worker`, `zones`, `turn worker`, `subnet worker`.
package struct Story {
    let scenario: Scenario
    let core: CoreUnderTest
    var configuration = NodesConfiguration()
    /// In the order in which they were told.
    var nodes: [Node] = []
    var pods: [Pod] = []
    var leases: [String: Lease] = [:]
    /// Who was given which subnet.
    var subnets: [String: String] = [:]
    private(set) var now = Time(seconds: 100_000)

    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        core = try await CoreUnderTest(scenario.worker())
    }

    mutating func tell(_ text: String) async throws {
        for line in storyLines(text) {
            if let arrow = line.firstRange(of: " → ") {
                try await expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else {
                try await perform(line)
            }
        }
    }

    // MARK: - Questions

    mutating func expect(_ question: String, _ expected: String) async throws {
        let answer = try await answer(to: question)
        try scenario.expect("\(question) → \(expected)", observed: "\(question) → \(answer)", answer == expected)
    }

    private mutating func answer(to question: String) async throws -> String {
        let words = question.split(separator: " ").map(String.init)
        let name = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "looks":
            let left = try await core.observe(try node(name, question), leases[name], now: now)
            return left > 0 ? "\(left)" : "silent"
        case "shown": return Words.conditions(try await core.silenced(try node(name, question), now: now), now)
        case "shown-pod": return Words.readiness(try await core.silenced(try pod(name, question), now: now), now)
        case "taints", "taints-evicting":
            let evicting = words[0] == "taints-evicting"
            return Words.taints(try await core.tainted(try node(name, question), evicting: evicting, now: now), now)
        case "eviction":
            let node = try node(words.last ?? "", question)
            return Words.text(try await core.eviction(of: try pod(name, question), from: node, now: now))
        case "zones": return Words.text(try await core.zones(nodes))
        case "turn": return try await turn(of: name, question)
        case "subnet": return try await subnet(of: name, question)
        default: throw StoryError(question, "nobody knows what that asks")
        }
    }

    /// The zone of the node is as its nodes are: the suite says how, so that this step needs no other.
    private func turn(of name: String, _ line: String) async throws -> String {
        let zone = NaiveZones.zone(of: try node(name, line), among: nodes, configuration)
        return switch try await core.turn(of: name, in: zone, now: now) {
        case nil: "never"
        case 0: "now"
        case let seconds?: "in \(seconds)"
        }
    }

    // MARK: - What happens

    mutating func perform(_ line: String) async throws {
        scenario.say(line)
        let words = line.split(separator: " ").map(String.init)
        let name = words.count > 1 ? words[1] : ""
        switch words[0] {
        case "wait": now = now + (Int(name) ?? 0)
        case "controller":
            configuration = try NodeWords.configuration(words.dropFirst(), line)
            try await core.configure(configuration)
        case "node": put(try NodeWords.node(words.dropFirst(), now: now, line))
        case "pod":
            pods.removeAll { $0.metadata.name == name }
            pods.append(try PodWords.pod(words.dropFirst(), now: now, line))
        case "leaves":
            let gone = try node(name, line)
            nodes.removeAll { $0.name == name }
            (leases[name], subnets[name]) = (nil, nil)
            try await core.forget(name)
            if words.last == "subnet" { try await core.releaseSubnet(of: gone) }
        case "looks": _ = try await answer(to: line)
        default: try await change(words, name, line)
        }
    }

    private mutating func change(_ words: [String], _ name: String, _ line: String) async throws {
        var node = try node(name, line)
        switch words[0] {
        case "renews": leases[name] = NodeWords.renewed(leases[name], by: name, back: words.last == "backwards")
        case "reports": try NodeWords.report(words.dropFirst(2), in: &node, now: now, line)
        case "falls-silent": node = try await core.silenced(node, now: now)
        case "taint": node.spec.taints.append(try NodeWords.taint(words.last ?? "", now: now, line))
        case "untaint": node.spec.taints.removeAll { $0.key == NodeWords.key(words.last ?? "") }
        default: throw StoryError(line, "nobody knows how to do that")
        }
        put(node)
    }

    private mutating func put(_ node: Node) {
        guard let index = nodes.firstIndex(where: { $0.name == node.name }) else { return nodes.append(node) }
        nodes[index] = node
    }

    func node(_ name: String, _ line: String) throws -> Node {
        guard let node = nodes.first(where: { $0.name == name }) else { throw StoryError(line, "no such node") }
        return node
    }

    func pod(_ name: String, _ line: String) throws -> Pod {
        guard let pod = pods.first(where: { $0.metadata.name == name }) else { throw StoryError(line, "no such pod") }
        return pod
    }
}

extension Story {
    private static let questions: Set = [
        "looks", "shown", "shown-pod", "taints", "taints-evicting", "eviction", "zones", "turn", "subnet",
    ]

    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try await Story(scenario)
        var printed: [String] = []
        for command in commands {
            if questions.contains(String(command.prefix { $0 != " " })) {
                printed.append("\(command) → \(try await story.answer(to: command))")
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
