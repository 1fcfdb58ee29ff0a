internal import API
internal import Conformance

enum RandomSpread {
    /// Zones of small nodes; pods with a maxSkew of 1 or 2.
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = Story(scenario, step: 6)
        for number in 1...random.int(in: 3...6) {
            try await story.perform("node n\(number) zone=\(random.pick(["a", "b", "c"])) cpu=\(random.int(in: 1...4))")
        }
        for number in 1...14 {
            let (name, maxSkew) = ("p\(number)", random.int(in: 1...2))
            try await story.perform("pod \(name) app=web cpu=1 spread=zone,maxSkew=\(maxSkew)")
            let counts = story.zones
            let feasible = story.roomy(name) { _, node in
                let here = counts[node.metadata.labels["zone"] ?? ""] ?? 0
                return here + 1 - (counts.values.min() ?? 0) <= maxSkew
            }
            try await story.expect(name, onOneOf: feasible)
        }
    }
}

extension Story {
    /// How many pods are in each zone.
    fileprivate var zones: [String: Int] {
        nodeNames.reduce(into: [:]) { counts, name in
            counts[nodes[name]?.metadata.labels["zone"] ?? "", default: 0] += pods(on: name).count
        }
    }
}

enum RandomAntiAffinity {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = Story(scenario, step: 7)
        for number in 1...5 { try await story.perform("node n\(number) zone=\(random.pick(["a", "b"]))") }
        for number in 1...16 {
            let name = "p\(number)"
            let term = "apart=app=\(random.pick(["x", "y", "z"]))@\(random.pick(["host", "host", "zone"]))"
            let wish = random.happens(2, in: 3) ? " " + term : ""
            try await story.perform("pod \(name) app=\(random.pick(["x", "y", "z"]))\(wish)")
            let feasible = story.feasible(name) { pod, node in
                story.nodeNames.allSatisfy { other in
                    story.pods(on: other).allSatisfy { placed in
                        !repels(pod, placed, story.nodes[other], node) && !repels(placed, pod, story.nodes[other], node)
                    }
                }
            }
            try await story.expect(name, onOneOf: feasible)
        }
    }

    /// Whether the first pod's anti-affinity selects the second, and the two nodes are in one domain.
    private static func repels(_ owner: Pod, _ other: Pod, _ one: Node?, _ two: Node) -> Bool {
        guard let one, let terms = owner.spec.affinity?.podAntiAffinity else { return false }
        return terms.requiredDuringSchedulingIgnoredDuringExecution.contains { term in
            let selected = term.labelSelector?.matchLabels["app"] == other.metadata.labels["app"]
            let domain = one.metadata.labels[term.topologyKey]
            return selected && domain != nil && domain == two.metadata.labels[term.topologyKey]
        }
    }
}

enum RandomPreemption {
    /// Full nodes and one important pod, again and again.
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...5 {
            var story = Story(scenario, step: 8)
            for number in 1...3 {
                try await story.perform("node n\(number) cpu=\(random.int(in: 2...5)) pods=10")
                for pod in 1...3 {
                    let (cpu, priority) = (random.int(in: 1...2), random.int(in: 1...6))
                    try await story.perform("pod p\(number)\(pod) on=n\(number) cpu=\(cpu) priority=\(priority)")
                }
            }
            try await story.perform("pod vip cpu=\(random.int(in: 1...5)) priority=\(random.int(in: 2...6))")
            try await story.decide()
            try story.checkPreemption("vip")
        }
    }
}

extension Story {
    fileprivate func checkPreemption(_ name: String) throws {
        guard let vip = pods[name] else { return }
        let priority = vip.spec.priority ?? 0
        let roomy = roomy(name)
        let makeable = feasible(name) { pod, node in
            let here = pods(on: node.metadata.name)
            let staying = here.filter { ($0.spec.priority ?? 0) >= priority }
            return staying.count < here.count && Rules.fits(pod, node, beside: staying)
        }
        switch decisions[name] {
        case .binds(let node):
            try scenario.expect(
                "a node with room: \(roomy)", observed: "\(name) → \(node)", roomy.contains(node))
        case .preempts(let node, let victims):
            let text = Decision.preempts(node, victims: victims).text(of: name)
            try scenario.expect("no victims, as there is room on \(roomy)", observed: text, roomy.isEmpty)
            try checkVictims(victims, of: vip, on: node, text)
        case .waits, .asks, nil:
            try scenario.expect(
                "a decision: room is or can be made on \(roomy + makeable)", observed: "\(name) waits",
                roomy.isEmpty && makeable.isEmpty)
        }
    }

    private func checkVictims(_ names: [String], of vip: Pod, on node: String, _ text: String) throws {
        let here = pods(on: node)
        let victims = here.filter { names.contains($0.metadata.name) }
        let staying = here.filter { !names.contains($0.metadata.name) }
        guard let place = nodes[node] else { try scenario.fail(expected: "a node that exists", observed: text) }
        let priority = vip.spec.priority ?? 0
        try scenario.expect(
            "victims on \(node), all with a priority below \(priority)", observed: text,
            victims.count == names.count && !names.isEmpty
                && victims.allSatisfy { ($0.spec.priority ?? 0) < priority })
        try scenario.expect(
            "enough victims for \(vip.metadata.name) to fit", observed: text, Rules.fits(vip, place, beside: staying))
        for victim in victims {
            try scenario.expect(
                "no more victims than needed: \(victim.metadata.name) could stay", observed: text,
                !Rules.fits(vip, place, beside: staying + [victim]))
        }
    }
}
