internal import Conformance

/// Made-up pods, and what must come of them, said naively. Nothing here is shared with any kubelet.
enum RandomLives {
    /// Any order of init containers and sidecars: each plain one is waited for, sidecars aren't.
    @Sendable static func initContainers(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...10 {
            var story = try await Story(scenario)
            let isSidecar = (0..<random.int(in: 1...5)).map { _ in random.happens(1, in: 3) }
            let words = isSidecar.enumerated().map { "i\($0.offset)\($0.element ? ":sidecar" : "")" }
            try await story.perform("pod a b init=\(words.joined(separator: ","))")
            var expected = ["sandbox"]
            for (index, stays) in isSidecar.enumerated() {
                expected.append("start i\(index)")
                if stays { continue }
                try await story.expect("next", expected.joined(separator: ", "))
                if random.happens(1, in: 3) { try await story.perform("forgets") }
                try await story.perform("exits i\(index) 0")
                expected = []
            }
            try await story.expect("next", (expected + ["start a + start b"]).joined(separator: ", "))
        }
    }

    /// A container that runs for any time and ends with anything, again and again.
    @Sendable static func restarts(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...4 {
            var story = try await Story(scenario)
            try await story.perform("pod a")
            try await story.expect("next", "sandbox, start a")
            var inARow = 0
            for number in 1...random.int(in: 3...9) {
                let ran = random.pick([1, 5, 60, 299, 599, 600, 1200])
                try await story.perform("exits a \(random.int(in: 0...2)) after=\(ran)")
                // What is forgiven is so before the wait, which then is the first one: none.
                if ran >= 600 { inARow = 0 }
                let wait = inARow == 0 ? 0 : min(300, (1..<inARow).reduce(10) { delay, _ in delay * 2 })
                if wait > 0 {
                    try await story.expect("wakes", "in \(wait) s")
                    try await story.perform("wait \(wait)")
                }
                let removed = number < 2 ? "" : ", remove a\(number == 2 ? "" : ":\(number - 2)")"
                try await story.expect("next", "start a:\(number)\(removed)")
                inARow += 1
            }
        }
    }
}

/// Any answers to any probe, and the outcome by looking back at all of them.
enum RandomAnswers {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...8 {
            var story = try await Story(scenario)
            let purpose = random.pick(["readiness", "readiness", "liveness", "startup"])
            let (failures, successes) = (random.int(in: 1...4), purpose == "readiness" ? random.int(in: 1...3) : 1)
            try await story.perform("pod a")
            try await story.perform("probe a \(purpose) failures=\(failures) successes=\(successes)")
            try await story.expect("next", "sandbox, start a")
            var (answers, outcome) = ([Bool](), purpose == "liveness" ? "success" : "unknown")
            for _ in 1...random.int(in: 4...14) {
                answers.append(random.happens(1, in: 2))
                try await story.perform("answers a \(purpose) \(answers.last == true ? "yes" : "no")")
                if answers.count >= failures, !answers.suffix(failures).contains(true) { outcome = "failure" }
                if answers.count >= successes, !answers.suffix(successes).contains(false) { outcome = "success" }
                try await story.expect("says a \(purpose)", outcome)
            }
        }
    }
}
