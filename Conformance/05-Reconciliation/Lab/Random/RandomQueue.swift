internal import Conformance

/// Adds, takes and dones in any order, held to the two sentences about a queue: no key in two hands, none lost.
enum RandomQueue {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...8 {
            var story = try await Story(scenario)
            var naive = NaiveQueue()
            for _ in 1...40 { try await step(&story, &naive, &random) }
        }
    }

    private static func step(_ story: inout Story, _ naive: inout NaiveQueue, _ random: inout Randomness) async throws {
        let key = random.pick(["a", "b", "c", "d"])
        switch random.int(in: 1...10) {
        case 1...4:
            naive.add(key)
            try await story.perform("add \(key)")
        case 5:
            let delay = random.int(in: 1...30)
            naive.late.append((key, naive.now + delay))
            try await story.perform("add \(key) in=\(delay)")
        case 6...8: try await story.expect("take", naive.take() ?? "nothing")
        case 9:
            guard let held = naive.held.sorted().first else { return }
            naive.done(held)
            try await story.perform("done \(held)")
        default:
            naive.now += 10
            try await story.perform("wait 10")
        }
    }
}

/// Lists, and nothing else.
private struct NaiveQueue {
    var now = 0
    var waiting: [String] = []
    var held: Set<String> = []
    /// Added while they were held.
    var again: Set<String> = []
    var late: [(key: String, at: Int)] = []

    mutating func add(_ key: String) {
        if held.contains(key) { again.insert(key) } else if !waiting.contains(key) { waiting.append(key) }
    }

    mutating func take() -> String? {
        // Only a key's earliest time counts.
        var earliest: [(key: String, at: Int)] = []
        for one in late.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) })
        where !earliest.contains(where: { $0.key == one.element.key }) { earliest.append(one.element) }
        for one in earliest where one.at <= now {
            add(one.key)
            late.removeAll { $0.key == one.key }
        }
        guard !waiting.isEmpty else { return nil }
        let key = waiting.removeFirst()
        held.insert(key)
        return key
    }

    mutating func done(_ key: String) {
        held.remove(key)
        if again.remove(key) != nil { waiting.append(key) }
    }
}

/// Failures of some keys, and the delay by counting tokens, tenth of a second by tenth.
enum RandomRetries {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try await Story(scenario)
        var (tokens, failures) = (100, [String: Int]())
        for _ in 1...300 {
            switch random.int(in: 1...12) {
            case 1:
                let tenths = random.int(in: 1...5)
                tokens = min(100, tokens + tenths)
                try await story.perform("wait \(tenths * 100)")
            case 2:
                let key = random.pick(["a", "b", "c"])
                failures[key] = 0
                try await story.perform("succeeds \(key)")
            default:
                let key = random.pick(["a", "b", "c", "d", "e", "f"])
                tokens -= 1
                let own = min(5 << min(failures[key, default: 0], 30), 1_000_000)
                failures[key, default: 0] += 1
                try await story.expect("fails \(key)", "\(max(own, tokens < 0 ? -tokens * 100 : 0))")
            }
        }
    }
}
