internal import Conformance

/// A table, word for word the documentation's, against whatever conditions.
enum RandomTaints {
    private static let pressures = [
        ("memory", "memory-pressure"), ("disk", "disk-pressure"), ("pid", "pid-pressure"),
        ("network", "network-unavailable"),
    ]

    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for number in 1...25 {
            let evicting = random.happens(1, in: 2)
            var (words, wanted) = conditions(&random, evicting)
            let old = ["not-ready:NoExecute", "disk-pressure:NoSchedule", "gpu=true:NoSchedule"]
                .filter { _ in random.happens(1, in: 3) }
            if !old.isEmpty { words += " taints=\(old.joined(separator: ","))" }
            wanted = wanted.map { old.contains($0) ? $0 : $0 + "(now)" } + old.filter { $0.hasPrefix("gpu") }
            var story = try await Story(scenario)
            try await story.perform("node n\(number) \(words)")
            try await story.perform("wait 5")
            try await story.expect(
                "taints\(evicting ? "-evicting" : "") n\(number)",
                wanted.isEmpty ? "none" : wanted.sorted().joined(separator: " "))
        }
    }

    /// A node in the story's words, and the taints that follow.
    private static func conditions(_ random: inout Randomness, _ evicting: Bool) -> (String, [String]) {
        var (words, taints) = ([String](), [String]())
        for (word, taint) in pressures {
            let status = random.pick(["True", "False", "Unknown"])
            words.append("\(word)=\(status)")
            if status == "True" { taints.append("\(taint):NoSchedule") }
        }
        let ready = random.pick(["True", "False", "Unknown"])
        words.append("ready=\(ready)")
        if ready != "True" {
            let key = ready == "False" ? "not-ready" : "unreachable"
            taints += ["\(key):NoSchedule"] + (evicting ? ["\(key):NoExecute"] : [])
        }
        if random.happens(1, in: 3) {
            words.append("cordoned")
            taints.append("unschedulable:NoSchedule")
        }
        return (words.joined(separator: " "), taints)
    }
}
