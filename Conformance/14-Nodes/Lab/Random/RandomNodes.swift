internal import API
internal import Conformance
internal import Schema

/// Made-up nodes, held to what the documentation says in a sentence.
enum RandomNodes {
    /// When each was last heard of, and nothing else, decides.
    @Sendable static func heartbeats(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try await Story(scenario)
        let names = ["a", "b", "c"]
        var heard: [String: Int] = [:]
        var now = 0
        for name in names {
            try await story.perform("node \(name)")
            try await story.expect("looks \(name)", "40")
            heard[name] = 0
        }
        for _ in 1...60 {
            let name = random.pick(names)
            switch random.int(in: 1...4) {
            case 1:
                let seconds = random.int(in: 1...15)
                try await story.perform("wait \(seconds)")
                now += seconds
                continue
            case 2:
                try await story.perform(random.pick(["renews \(name)", "reports \(name)"]))
                heard[name] = now
                // What isn't looked at isn't seen.
                try await story.expect("looks \(name)", "40")
            default:
                let left = (heard[name] ?? 0) + 40 - now
                try await story.expect("looks \(name)", left > 0 ? "\(left)" : "silent")
            }
        }
    }

    /// The pod leaves at the first second at which one of the taints is no longer tolerated.
    @Sendable static func evictions(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for number in 1...25 {
            var story = try await Story(scenario)
            try await story.perform("node worker")
            var (tolerated, ends, passed) = ([String](), [Int](), 0)
            for key in ["gpu", "disk", "unreachable"] where random.happens(2, in: 3) {
                let effect = random.pick(["NoExecute", "NoExecute", "NoSchedule"])
                try await story.perform("taint worker \(key):\(effect)")
                let seconds = random.pick([nil, 0, 30, 60, 300])
                if random.happens(4, in: 5) {
                    tolerated.append(key + (seconds.map { "/\($0)" } ?? ""))
                    if effect == "NoExecute", let seconds { ends.append(passed + seconds) }
                } else if effect == "NoExecute" {
                    ends.append(.min)
                }
                let wait = random.int(in: 0...40)
                passed += wait
                try await story.perform("wait \(wait)")
            }
            let words = tolerated.isEmpty ? "" : " tolerates=\(tolerated.joined(separator: ","))"
            try await story.perform("pod p\(number)\(words)")
            let first = ends.min()
            let answer = first.map { $0 <= passed ? "leaves" : "leaves in \($0 - passed)" } ?? "stays"
            try await story.expect("eviction p\(number) from worker", answer)
        }
    }
}

/// Nodes that come and go, in a range of eight subnets.
enum RandomSubnets {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try await Story(scenario)
        try await story.perform("controller range=10.0.0.0/21 mask=24")
        var (here, count) = ([String](), 0)
        for _ in 1...50 {
            switch random.int(in: 1...3) {
            case 1 where !here.isEmpty:
                let gone = random.pick(here)
                here.removeAll { $0 == gone }
                try await story.perform("leaves \(gone) subnet")
            case 2 where !here.isEmpty: try await story.expect("subnet \(random.pick(here))", "its own")
            default:
                count += 1
                try await story.perform("node n\(count)")
                try await story.expect("subnet n\(count)", here.count < 8 ? "a new one" : "none")
                if here.count < 8 { here.append("n\(count)") }
            }
        }
    }
}

/// Three nodes of a zone wait for their turns.
enum RandomPace {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...5 {
            var story = try await Story(scenario)
            let interval = random.pick([5, 10, 20, 100])
            try await story.perform("controller rate=\(1 / Double(interval))")
            for zone in ["eu/a", "eu/b"] {
                for number in 1...3 {
                    try await story.perform(
                        "node \(zone.suffix(1))\(number) zone=\(zone) ready=\(number == 1 ? "True" : "False")")
                }
            }
            var (last, now) = ([String: Int](), 0)
            for _ in 1...20 {
                let zone = random.pick(["a", "b"])
                let left = last[zone].map { $0 + interval - now } ?? 0
                try await story.expect("turn \(zone)\(random.int(in: 2...3))", left > 0 ? "in \(left)" : "now")
                if left <= 0 { last[zone] = now }
                let wait = random.int(in: 0...interval)
                now += wait
                try await story.perform("wait \(wait)")
            }
        }
    }
}
