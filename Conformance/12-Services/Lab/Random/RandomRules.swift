internal import Conformance
internal import Schema
internal import ServicesContract

/// Services and endpoints by chance. What is right is worked out here a second time, without any rules.
enum RandomRules {
    /// One endpoint in use, among others that aren't.
    @Sendable static func entries(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        for round in 1...12 {
            let (isInternal, isExternal) = (random.happens(1, in: 3), random.happens(1, in: 3))
            let node = isInternal || isExternal ? "n1" : random.pick(["n1", "n2"])
            let state = random.pick(["", "!ending"])
            let others = (0..<random.int(in: 0...3)).map { other in
                let unused = state.isEmpty ? ["!unready", "!ending", "!lost"] : ["!unready", "!lost"]
                return "10.244.3.\(other):80@\(node)\(random.pick(unused))"
            }
            let target = "10.244.1.\(round):\(random.int(in: 80...90))"
            let all = random.shuffled(others + ["\(target)@\(node)\(state)"])
            let port = random.int(in: 1...9000)
            try await story.perform(
                "service s ip=10.96.0.\(round) port=\(port) nodeport=30080"
                    + (isInternal ? " internal=Local" : "") + (isExternal ? " external=Local" : ""))
            // Those that aren't used need not have its port: each stands in a slice of its own.
            try await story.perform("endpoints s \(all[0])")
            for endpoint in all.dropFirst() { try await story.perform("slice s \(endpoint)") }
            try await story.perform("10.244.1.9 to 10.96.0.\(round):\(port) → \(target)")
            try await story.perform("10.244.1.9 to 10.96.0.\(round):\(port + 1) → untouched")
            try await story.perform("203.0.113.7 to node:30080 → \(target)\(isExternal ? "" : " as node")")
        }
    }

    /// Several services, several clients, in any order.
    @Sendable static func turns(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        let services = random.int(in: 2...4)
        var counts: [Int] = []
        for service in 0..<services {
            counts.append(random.int(in: 2...5))
            let endpoints = (1...counts[service]).map { "10.244.\(service).\($0):8080@n\(random.int(in: 1...3))" }
            try await story.perform("service s\(service) ip=10.96.0.\(service) port=80")
            try await story.perform("endpoints s\(service) \(endpoints.joined(separator: " "))")
        }
        var history = [[Kernel.Outcome]](repeating: [], count: services)
        for _ in 1...80 {
            let service = random.int(in: 0...services - 1)
            let text = "10.244.9.\(random.int(in: 1...3)) to 10.96.0.\(service):80"
            guard let packets = try Expectation.packets(text) else { continue }
            history[service] += try await story.send(packets)
            let window = history[service].suffix(counts[service])
            try scenario.expect(
                "\(text) → an endpoint that had none of the last \(window.count - 1) connections of this service",
                observed: window.map { Expectation.text($0) }.joined(separator: ", "),
                Set(window).count == window.count && window.allSatisfy(\.isTranslated))
        }
    }

    /// Clients and time come and go, endpoints too.
    @Sendable static func affinity(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        let seconds = random.int(in: 10...100)
        var now = 0
        var memory: [Int: (Kernel.Outcome, Int)] = [:]
        var present: [Int] = []
        try await story.perform("service web ip=10.96.0.20 port=80 affinity=\(seconds)")
        for step in 0..<60 {
            if step.isMultiple(of: 10) {
                present = (1...5).filter { _ in random.happens(2, in: 3) }
                if present.isEmpty { present = [1] }
                let endpoints = present.map { "10.244.1.\($0):8080@n1" }
                try await story.perform("endpoints web \(endpoints.joined(separator: " "))")
            }
            let (wait, client) = (random.int(in: 0...seconds / 2), random.int(in: 1...4))
            now += wait
            try await story.perform("wait \(wait)")
            let text = "10.244.9.\(client) to 10.96.0.20:80"
            guard let packets = try Expectation.packets(text) else { continue }
            let all = present.map { Kernel.Outcome.translated(Target(address($0), 8080), isMasqueraded: false) }
            var allowed = all
            if let (last, time) = memory[client], now < time + seconds, all.contains(last) { allowed = [last] }
            let seen = try await story.send(packets)[0]
            try scenario.expect(
                "\(text) → \(allowed.map { Expectation.text($0) }.joined(separator: " | "))",
                observed: "\(text) → \(Expectation.text(seen))", allowed.contains(seen))
            memory[client] = (seen, now)
        }
    }

    private static func address(_ number: Int) -> IPv4Address { IPv4Address(octets: [10, 244, 1, UInt8(number)]) }

    /// Any states, any policies.
    @Sendable static func refusals(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        for round in 1...25 {
            let (isInternal, isExternal) = (random.happens(1, in: 2), random.happens(1, in: 2))
            let endpoints = (0..<random.int(in: 0...4)).map { number in
                MadeUp(
                    address: "10.244.1.\(number):80", node: random.pick(["n1", "n2"]),
                    state: random.pick(["ready", "unready", "ending", "lost"]))
            }
            let policies = (isInternal ? " internal=Local" : "") + (isExternal ? " external=Local" : "")
            try await story.perform(
                "service s\(round) ip=10.96.0.\(round) port=80 nodeport=\(30000 + round)\(policies)")
            try await story.perform("endpoints s\(round) \(endpoints.map(\.text).joined(separator: " "))")
            let all = MadeUp.used(endpoints)
            let local = MadeUp.used(endpoints.filter { $0.node == "n1" })
            let inside = expected(isInternal ? local : all, all, "")
            let outside = expected(isExternal ? local : all, all, isExternal ? "" : " as node")
            try await story.perform("10.244.1.9 to 10.96.0.\(round):80 → \(inside)")
            try await story.perform("203.0.113.7 to node:\(30000 + round) → \(outside)")
        }
    }

    private static func expected(_ used: [MadeUp], _ all: [MadeUp], _ suffix: String) -> String {
        if all.isEmpty { return "rejected" }
        if used.isEmpty { return "rejected | dropped" }
        return used.map { $0.address + suffix }.joined(separator: " | ")
    }
}

private struct MadeUp {
    var address: String
    var node: String
    var state: String

    var text: String { "\(address)@\(node)!\(state)" }

    /// Ready ones; without any, those that end and still serve.
    static func used(_ endpoints: [MadeUp]) -> [MadeUp] {
        let ready = endpoints.filter { $0.state == "ready" }
        return ready.isEmpty ? endpoints.filter { $0.state == "ending" } : ready
    }
}
