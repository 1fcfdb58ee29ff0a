internal import Conformance

/// Made-up writes, counted once more.
enum RandomWrites {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...8 {
            let story = try await Story(scenario)
            var object = ["spec": "a", "status": "a", "metadata": "a", "rules": "a"]
            var generation = random.int(in: 1...50)
            for _ in 1...6 {
                var next = object
                for name in ["spec", "status", "metadata", "rules"] where random.happens(1, in: 3) {
                    next[name] = random.pick(["a", "b", "c"])
                }
                let isNewWish = next["spec"] != object["spec"] || next["rules"] != object["rules"]
                let question = "generation \(generation) from \(text(object)) to \(text(next))"
                if isNewWish { generation += 1 }
                try await story.expect(question, "\(generation)")
                object = next
            }
        }
    }

    private static func text(_ object: [String: String]) -> String {
        object.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
}
