internal import API
internal import Conformance
internal import Schema

/// Pods in all states, and the order a second time: naively, as a question about two pods.
enum RandomOrder {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...10 {
            var story = try await Story(scenario)
            try await story.perform("set web")
            let count = random.int(in: 2...6)
            for number in 0..<count {
                let words = [
                    random.pick(["", "", "unready", "pending", "pending unassigned", "unknown"]),
                    random.pick(["", "", "cost=5", "cost=-5"]), random.pick(["node=n1", "node=n2", "node=n3"]),
                    random.pick(["", "restarts=2"]),
                    // Far apart, each in a power of two of its own.
                    "age=\(random.pick([100_000, 20_000]))", "ready=\(random.pick([10, 100, 1000]))",
                ]
                let isUnassigned = words[0].hasSuffix("unassigned")
                let isReady = words[0].isEmpty
                let told = words.enumerated().filter { index, _ in
                    (index != 2 || !isUnassigned) && (index != 5 || isReady)
                }
                try await story.perform("pod p\(number) \(told.map(\.element).joined(separator: " "))")
            }
            for number in 0..<random.int(in: 0...2) {
                try await story.perform("pod old-\(number) owner=before node=n\(random.int(in: 1...3))")
            }
            try await check(story, going: random.int(in: 1...count - 1))
        }
    }

    /// Everybody may go of whom none that stays is to go before.
    private static func check(_ story: Story, going count: Int) async throws {
        let pods = story.own.sorted { $0.metadata.name < $1.metadata.name }
        let right = choices(count, of: pods).filter { choice in
            let staying = pods.filter { !choice.contains($0) }
            return staying.allSatisfy { stays in choice.allSatisfy { !goes(stays, before: $0, story.pods) } }
        }
        try await story.expect("first \(count)", right.map { Words.names($0) }.joined(separator: " | "))
    }

    private static func choices(_ count: Int, of pods: [Pod]) -> [[Pod]] {
        if count == 0 { return [[]] }
        guard let first = pods.first else { return [] }
        let rest = Array(pods.dropFirst())
        return choices(count - 1, of: rest).map { [first] + $0 } + choices(count, of: rest)
    }

    static func goes(_ left: Pod, before right: Pod, _ all: [Pod]) -> Bool {
        func decide(_ of: (Pod) -> Int) -> Bool? { of(left) == of(right) ? nil : of(left) < of(right) }
        let phases: [PodPhase: Int] = [.pending: 0, "Unknown": 1, .running: 2]
        let ready = { (pod: Pod) in pod.status.conditions.first { $0.type == "Ready" && $0.status == "True" } }
        let rules: [(Pod) -> Int] = [
            { $0.spec.nodeName.isEmpty ? 0 : 1 }, { phases[$0.status.phase] ?? 1 }, { ready($0) == nil ? 0 : 1 },
            { Int($0.metadata.annotations["controller.kubernetes.io/pod-deletion-cost"] ?? "0") ?? 0 },
            { pod in -all.count { $0.spec.nodeName == pod.spec.nodeName } },
            { -(ready($0)?.lastTransitionTime.seconds ?? 0) },
            { -(($0.status.containerStatuses.first?.restartCount) ?? 0) },
            { -$0.metadata.creationTimestamp.seconds },
        ]
        for rule in rules { if let first = decide(rule) { return first } }
        return false
    }
}
