internal import Conformance

/// Search lists and names by chance.
enum RandomSearches {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        for _ in 1...30 {
            let searches = (0..<random.int(in: 0...4)).map { "s\($0).local" }
            let dots: Int? = random.happens(3, in: 4) ? random.int(in: 0...6) : nil
            var line = "resolver nameserver=192.0.2.1"
            for search in searches { line += " search=\(search)" }
            if let dots { line += " option=ndots:\(dots)" }
            try await story.perform(line)
            let labels = (0...random.int(in: 0...7)).map { "l\($0)" }
            let name = labels.joined(separator: ".")
            if random.happens(1, in: 5) {
                try await story.perform("try \(name). → \(name)")
                continue
            }
            let completed = searches.map { "\(name).\($0)" }
            let isLong = labels.count - 1 >= dots ?? 1
            let expected = isLong ? [name] + completed : completed + [name]
            try await story.perform("try \(name) → \(expected.joined(separator: ", "))")
        }
    }
}
