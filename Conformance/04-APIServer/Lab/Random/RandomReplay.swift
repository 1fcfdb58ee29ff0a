internal import Conformance

/// Somebody lists once and then follows the changes, now and then; what he has must be what a list has.
enum RandomReplay {
    private static let names = ["a", "b", "c", "d"]

    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        var there: Set<String> = []
        var known: Set<String> = []
        try await story.perform("read configmaps as jane")
        for _ in 1...12 {
            for _ in 1...random.int(in: 1...5) { try await change(&story, &there, &random) }
            let text = try await story.answer(to: "watch configmaps after=jane selector=app=web")
            for event in text.split(separator: ",").map({ $0.split(separator: " ").map(String.init) }) {
                try apply(event, to: &known, scenario)
            }
            try await story.perform("read configmaps as jane")
            let list = known.sorted().joined(separator: " ")
            try await story.expect("list configmaps selector=app=web", list.isEmpty ? "nothing" : list)
        }
    }

    private static func change(
        _ story: inout Story, _ there: inout Set<String>, _ random: inout Randomness
    ) async throws {
        let name = random.pick(names)
        let words = "labels.app=\(random.pick(["web", "db"])) data.n=\(random.int(in: 1...9))"
        if there.insert(name).inserted { return try await story.perform("create configmaps/\(name) \(words)") }
        guard random.happens(1, in: 3) else { return try await story.perform("update configmaps/\(name) \(words)") }
        there.remove(name)
        try await story.perform("delete configmaps/\(name)")
    }

    /// An object is added once, and only what was added is changed or deleted.
    private static func apply(_ event: [String], to known: inout Set<String>, _ scenario: Scenario) throws {
        guard event.count == 2 else { return }
        let isKnown = known.contains(event[1])
        try scenario.expect(
            "\(event[1]) is told as ADDED exactly when it wasn't selected before",
            observed: "\(event.joined(separator: " ")), selected before: \(isKnown)", (event[0] == "ADDED") != isKnown)
        if event[0] == "DELETED" { known.remove(event[1]) } else { known.insert(event[1]) }
    }
}
