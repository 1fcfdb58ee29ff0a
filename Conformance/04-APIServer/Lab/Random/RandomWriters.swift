internal import Conformance

/// Several who count up one number, each by reading it, adding one, and writing it back.
enum RandomWriters {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        let writers = ["ann", "bob", "cid"]
        try await story.perform("create configmaps/counter data.n=0")
        var (count, seen) = (0, [String: Int]())
        for _ in 1...40 {
            let writer = random.pick(writers)
            guard let number = seen[writer], random.happens(2, in: 3) else {
                try await story.perform("read configmaps/counter as \(writer)")
                seen[writer] = count
                continue
            }
            let isLatest = number == count
            try await story.expect(
                "update configmaps/counter from \(writer) data.n=\(number + 1)", isLatest ? "ok" : "409 Conflict")
            if isLatest { count += 1 }
            try await story.expect("get configmaps/counter show data.n", "\(count)")
        }
    }
}
