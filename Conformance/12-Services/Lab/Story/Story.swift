internal import API
internal import Conformance
internal import Schema
internal import ServicesContract

/// A story of services: lines that say what there is, and lines that say what must come of it.
///
/// ```
/// service web ip=10.96.0.20 port=80                       # see ``ObjectWords``
/// endpoints web 10.244.1.2:8080@n1 10.244.2.2:8080@n2!ending
/// 10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080           # see ``Expectation``
/// ```
/// What there is: `service`, `pod`, `endpoints` (a service's slice), `delete SERVICE`, `gone POD`, `wait SECONDS`, and
/// `on NODE`: whose rules these are (n1).
package struct Story {
    let scenario: Scenario
    private let core: ServicesUnderTest
    private(set) var services: [String: Service] = [:]
    private(set) var slices: [String: [EndpointSlice]] = [:]
    private(set) var pods: [String: Pod] = [:]
    private var node = "n1"
    private var now = 0.0
    private var kernel = Kernel()
    /// The kernel hasn't the rules of what there is now.
    private var isStale = true
    /// Where packets to a destination went last: each client's, and anybody's.
    private var last: [Destination: [IPv4Address: Kernel.Outcome]] = [:]
    private var lastOfAll: [Destination: Kernel.Outcome] = [:]

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        core = ServicesUnderTest(worker: try scenario.worker())
    }

    static func tell(_ text: String, _ scenario: Scenario) async throws {
        var story = try Story(scenario)
        for line in storyLines(text) { try await story.perform(line) }
    }

    mutating func perform(_ line: String) async throws {
        if let expectation = try Expectation(line) { return try await check(expectation) }
        scenario.say(line)
        let words = line.split(separator: " ").map(String.init)
        guard words.count > 1 else { throw StoryError(line, "what happens to what?") }
        let name = words[1]
        switch words[0] {
        case "service": services[name] = try ObjectWords.service(name, words.dropFirst(2))
        case "endpoints":
            guard let service = services[name] else { throw StoryError(line, "no such service") }
            slices[name] = [try ObjectWords.slice(of: service, words.dropFirst(2))]
        case "slice":
            guard let service = services[name] else { throw StoryError(line, "no such service") }
            slices[name, default: []].append(try ObjectWords.slice(of: service, words.dropFirst(2)))
        case "pod": pods[name] = try ObjectWords.pod(name, words.dropFirst(2))
        case "gone": pods[name] = nil
        case "delete": (services[name], slices[name]) = (nil, nil)
        case "wait": now += Double(name) ?? 0
        case "on": node = name
        default: throw StoryError(line, "nobody knows how to do that")
        }
        if words[0] != "wait" { isStale = true }
    }

    // MARK: - What comes of it

    private mutating func check(_ expectation: Expectation) async throws {
        switch expectation.kind {
        case .endpoints(let service, let wanted):
            let observed = try await endpoints(of: service)
            try scenario.expect(
                expectation.line,
                observed: "\(service) → \(observed.isEmpty ? "nobody" : observed.joined(separator: ", "))",
                observed == wanted.sorted())
            scenario.say(expectation.line)
        case .packets(let packets, let wanted):
            let (destination, client) = (packets.packet.destination, packets.packet.client)
            let (own, others) = (last[destination]?[client], lastOfAll[destination])
            let seen = try await send(packets)
            let text = "\(packets.text) → \(seen.map { Expectation.text($0) }.joined(separator: ", "))"
            try scenario.expect(expectation.line, observed: text, wanted.allows(seen, own: own, others: others))
            scenario.say(expectation.line)
        }
    }

    /// As ``Expectation`` writes them, sorted.
    func endpoints(of name: String) async throws -> [String] {
        guard let service = services[name] else { throw StoryError(name, "no such service") }
        let groups = try await core.endpoints(of: service, among: pods.keys.sorted().compactMap { pods[$0] })
        return groups.flatMap { group in group.endpoints.map { Expectation.text($0, group.ports) } }.sorted()
    }

    /// Sends packets, one after the other.
    mutating func send(_ packets: Expectation.Packets) async throws -> [Kernel.Outcome] {
        try await refresh()
        do {
            var seen: [Kernel.Outcome] = []
            for _ in 0..<packets.count { seen.append(try kernel.send(packets.packet, now: now)) }
            last[packets.packet.destination, default: [:]][packets.packet.client] = seen.last
            lastOfAll[packets.packet.destination] = seen.last
            return seen
        } catch {
            scenario.attach("rules.json", kernel.rules.json.pretty)
            try scenario.fail(
                expected: "rules that a kernel can follow", observed: error.text,
                invariant: "Every chain and every memory that a rule names is there, and no way leads in circles.")
        }
    }

    /// Asks for the rules of all services, and brings them into the kernel.
    private mutating func refresh() async throws {
        if !isStale { return }
        var all = ServiceRules()
        for name in services.keys.sorted() {
            guard let service = services[name] else { continue }
            let rules = try await core.rules(for: service, slices[name] ?? [], on: node)
            try add(rules, of: name, to: &all)
        }
        kernel.load(all)
        isStale = false
    }

    private func add(_ rules: ServiceRules, of service: String, to all: inout ServiceRules) throws {
        for chain in rules.chains.keys.sorted() where all.chains[chain] != nil {
            try failTwice("chain", chain, service)
        }
        for memory in rules.memories.keys.sorted() where all.memories[memory] != nil {
            try failTwice("memory", memory, service)
        }
        all.entries.merge(rules.entries) { first, _ in first }
        all.chains.merge(rules.chains) { $1 }
        all.refusals.merge(rules.refusals) { first, _ in first }
        all.memories.merge(rules.memories) { $1 }
    }

    private func failTwice(_ kind: String, _ name: String, _ service: String) throws(Finding) -> Never {
        try scenario.fail(
            expected: "a \(kind) of service \(service) with a name that no other service uses",
            observed: "another service has a \(kind) `\(name)`, too")
    }
}

extension Story {
    /// Carries out the commands of an overlay's script. `CLIENT to DESTINATION` prints what becomes of the packet,
    /// `who SERVICE` its endpoints.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try Story(scenario)
        var printed: [String] = []
        for command in commands {
            if let packets = try Expectation.packets(command) {
                printed += try await story.send(packets).map { Expectation.text($0) }
            } else if command.hasPrefix("who ") {
                printed += try await story.endpoints(of: String(command.dropFirst("who ".count)))
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
