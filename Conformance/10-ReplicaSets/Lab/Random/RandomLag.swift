internal import API
internal import Conformance
internal import Schema

/// A controller with a cache that lags, which asks before it acts. The arithmetic is the suite's own: what is examined is
/// only whether the cache may be believed.
enum RandomLag {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try await Story(scenario)
        var world = World()
        try await story.perform("set web replicas=3")
        for _ in 1...60 {
            switch random.int(in: 1...10) {
            case 1...4: try await world.look(&story)
            case 5...9: try await world.deliver(&story, &random)
            default: world.replicas = random.int(in: 0...6)
            }
        }
        // Everything arrives in the end, and then nothing may be left to wait for.
        while !world.late.isEmpty { try await world.deliver(&story, &random) }
        try await story.expect("acts", "yes")
    }

    private struct World {
        var replicas = 3
        /// At the API server, and in the cache.
        var (real, cached) = (Set<String>(), Set<String>())
        /// What the watch hasn't brought yet, in its order.
        var late: [(name: String, isNew: Bool)] = []
        var count = 0

        /// The controller looks, and believes what it is told about its cache.
        mutating func look(_ story: inout Story) async throws {
            // Whatever is on its way, the controller itself has done.
            try await story.expect("acts", late.isEmpty ? "yes" : "no")
            if !late.isEmpty { return }
            let missing = replicas - cached.count
            if missing > 0 {
                try await story.perform("creates \(missing)")
                for _ in 0..<missing {
                    count += 1
                    real.insert("p\(count)")
                    late.append(("p\(count)", true))
                    try await story.perform("pod p\(count)")
                }
            } else if missing < 0 {
                let going = cached.sorted().prefix(-missing)
                try await story.perform("deletes \(going.joined(separator: " "))")
                for name in going {
                    real.remove(name)
                    late.append((name, false))
                }
            }
        }

        mutating func deliver(_ story: inout Story, _ random: inout Randomness) async throws {
            guard !late.isEmpty else { return }
            let (name, isNew) = late.removeFirst()
            if isNew {
                cached.insert(name)
                try await story.perform("sees \(name)")
                if random.happens(1, in: 3) { try await story.perform("changes \(name)") }
            } else {
                cached.remove(name)
                if random.happens(1, in: 2) { try await story.perform("ends \(name)") }
                try await story.perform("loses \(name)")
            }
        }
    }
}
