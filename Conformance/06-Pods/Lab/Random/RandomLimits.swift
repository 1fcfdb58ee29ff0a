internal import Conformance

/// Made-up requests and limits, reckoned a second time with fractions, as the documentation says it in words.
enum RandomLimits {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for round in 1...25 {
            var story = try await Story(scenario)
            let name = "c\(round)"
            let request = random.happens(2, in: 3) ? random.int(in: 1...4000) : nil
            let limit = random.happens(1, in: 2) ? random.int(in: (request ?? 1)...8000) : nil
            let memory = random.happens(1, in: 2) ? random.int(in: 4...4096) : nil
            let cpu = (request.map { "\($0)m" } ?? "") + (limit.map { "/\($0)m" } ?? "")
            let words = (cpu.isEmpty ? "" : " cpu=\(cpu)") + (memory.map { " memory=/\($0)Mi" } ?? "")
            try story.perform("container \(name)\(words)")
            let shares = max(2, Int((Double(request ?? limit ?? 0) / 1000 * 1024).rounded(.down)))
            try await story.expect("shares \(name)", "\(shares)")
            try await story.expect("quota \(name)", limit.map { "\(max(1000, $0 * 100))" } ?? "none")
            try await story.expect("memory \(name)", memory.map { "\($0 * 1_048_576)" } ?? "none")
            try story.perform("limits shares=\(shares)")
            try await story.expect("v1 cpu.shares", "\(shares)")
            let weight = 1 + Int((Double(shares - 2) * 9999 / 262_142).rounded(.down))
            try await story.expect("v2 cpu.weight", "\(weight)")
        }
    }
}
