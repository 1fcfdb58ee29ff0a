internal import API
internal import Conformance
internal import Schema

extension Story {
    /// The pods on a node, by what was decided.
    func pods(on node: String) -> [Pod] {
        pods.keys.sorted().compactMap { pods[$0] }.filter { pod in
            decisions[pod.metadata.name] == .binds(node) || pod.spec.nodeName == node
        }
    }

    var nodeNames: [String] { nodes.keys.sorted() }

    /// The pod must be bound to one of these nodes, or wait when there are none. A pod that waits is taken away again.
    mutating func expect(_ pod: String, onOneOf feasible: [String]) async throws {
        if feasible.isEmpty {
            try await tell("\(pod) waits\ndelete \(pod)")
        } else {
            try await tell("\(pod) → \(feasible.joined(separator: " | "))")
        }
    }

    /// The nodes of which a rule holds.
    func feasible(_ pod: String, where rule: (Pod, Node) -> Bool) -> [String] {
        guard let pod = pods[pod] else { return [] }
        return nodeNames.filter { name in nodes[name].map { rule(pod, $0) } ?? false }
    }

    /// The same, and the pod fits there.
    func roomy(_ pod: String, where rule: (Pod, Node) -> Bool = { _, _ in true }) -> [String] {
        feasible(pod) { pod, node in
            let others = pods(on: node.metadata.name).filter { $0.metadata.uid != pod.metadata.uid }
            return Rules.fits(pod, node, beside: others) && rule(pod, node)
        }
    }
}

enum RandomResources {
    /// Pods come and go; each is bound exactly if it fits somewhere.
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = Story(scenario, step: 1)
        for number in 1...random.int(in: 2...5) {
            let (cpu, memory) = (random.int(in: 1...8) * 500, random.int(in: 1...8))
            try await story.perform("node n\(number) cpu=\(cpu)m memory=\(memory)Gi pods=\(random.int(in: 1...6))")
        }
        for number in 1...25 {
            if random.happens(1, in: 4), let gone = story.pods.keys.sorted().first {
                try await story.perform("delete \(gone)")
            }
            let (cpu, memory) = (random.int(in: 0...5) * 250, random.int(in: 0...4) * 512)
            try await story.perform("pod p\(number) cpu=\(cpu)m memory=\(memory)Mi")
            try await story.expect("p\(number)", onOneOf: story.roomy("p\(number)"))
        }
    }
}

enum RandomTaints {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = Story(scenario, step: 2)
        let effects = ["NoSchedule", "NoExecute"]
        for number in 1...4 {
            let taints = (0..<random.int(in: 0...2)).map { _ in
                " taint=\(random.pick(["a", "b"]))=\(random.pick(["x", "y"])):\(random.pick(effects))"
            }
            try await story.perform("node n\(number)\(taints.joined())")
        }
        let tolerated = ["a", "b", "a=x", "a=y", "b=x", "b=y", "*"]
        for number in 1...20 {
            let tolerations = (0..<random.int(in: 0...3)).map { _ in
                " tolerates=\(random.pick(tolerated))\(random.pick(["", ":NoSchedule", ":NoExecute"]))"
            }
            try await story.perform("pod p\(number)\(tolerations.joined())")
            let feasible = story.feasible("p\(number)") { pod, node in
                node.spec.taints.allSatisfy { Rules.tolerates(pod, $0) }
            }
            try await story.expect("p\(number)", onOneOf: feasible)
        }
    }
}

enum RandomNodeAffinity {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = Story(scenario, step: 3)
        for number in 1...4 {
            let labels = ["a", "b"].filter { _ in random.happens(2, in: 3) }.map { " \($0)=\(random.int(in: 1...3))" }
            try await story.perform("node n\(number)\(labels.joined())")
        }
        for number in 1...20 {
            let selector = random.happens(1, in: 3) ? " select.a=\(random.int(in: 1...3))" : ""
            let terms = (0..<random.int(in: 0...2)).map { _ in " needs=\(term(&random))" }
            try await story.perform("pod p\(number)\(selector)\(terms.joined())")
            try await story.expect("p\(number)", onOneOf: story.feasible("p\(number)", where: Rules.matches))
        }
    }

    private static func term(_ random: inout Randomness) -> String {
        (0..<random.int(in: 1...2)).map { _ in
            let (key, value) = (random.pick(["a", "b"]), random.int(in: 1...3))
            return random.pick(["\(key)=\(value)", "\(key)=\(value),3", "\(key)!=\(value)", key, "!\(key)"])
        }.joined(separator: "&")
    }
}

/// Scores are whole numbers, and where they are rounded isn't documented: a node that is less than what rounding can
/// make worse than the best is right, too.
enum RandomScores {
    @Sendable static func leastAllocated(_ scenario: Scenario) async throws {
        try await tell(scenario, step: 4, tolerance: 2) { shares in shares.reduce(0) { $0 + (1 - $1) * 50 } }
    }

    @Sendable static func balanced(_ scenario: Scenario) async throws {
        try await tell(scenario, step: 5, tolerance: 1) { shares in 100 - abs(shares[0] - shares[1]) * 50 }
    }

    /// - Parameter score: from the shares of CPU and memory that would be taken.
    private static func tell(
        _ scenario: Scenario, step: Int, tolerance: Double, score: ([Double]) -> Double
    ) async throws {
        var random = scenario.randomness()
        var story = Story(scenario, step: step)
        for number in 1...4 {
            try await story.perform(
                "node n\(number) cpu=\(random.int(in: 4...16)) memory=\(random.int(in: 4...16))Gi")
        }
        for number in 1...15 {
            let name = "p\(number)"
            try await story.perform("pod \(name) cpu=\(random.int(in: 1...3)) memory=\(random.int(in: 1...3))Gi")
            let scores = story.roomy(name).map { ($0, score(story.shares(on: $0, with: name))) }
            let best = scores.map(\.1).max() ?? 0
            try await story.expect(name, onOneOf: scores.filter { $0.1 > best - tolerance }.map(\.0))
        }
    }
}

extension Story {
    fileprivate func shares(on name: String, with pod: String) -> [Double] {
        guard let node = nodes[name], let pod = pods[pod] else { return [0, 0] }
        return ["cpu", "memory"].map { resource in
            let taken = (pods(on: name) + [pod]).reduce(0) { $0 + Rules.request($1, resource) }
            return Double(taken) / Double(Rules.allocatable(node, resource))
        }
    }
}
