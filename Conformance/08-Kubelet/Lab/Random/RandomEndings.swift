internal import Conformance

/// Pods of all kinds that end.
enum RandomEndings {
    /// Some containers have ended already when the pod is deleted.
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...10 {
            var story = try await Story(scenario)
            let containers = (0...random.int(in: 0...3)).map { "c\($0)" }
            let sidecars = (0..<random.int(in: 0...3)).map { "s\($0)" }
            let initial = sidecars.isEmpty ? "" : " init=" + sidecars.map { $0 + ":sidecar" }.joined(separator: ",")
            try await story.perform("pod \(containers.joined(separator: " "))\(initial)")
            let starts = sidecars.map { "start \($0)" } + [containers.map { "start \($0)" }.joined(separator: " + ")]
            try await story.expect("next", (["sandbox"] + starts).joined(separator: ", "))
            var running = containers + sidecars
            for name in containers + sidecars where random.happens(1, in: 3) {
                try await story.perform("exits \(name) \(random.int(in: 0...1))")
                running.removeAll { $0 == name }
            }
            try await story.perform("deletes")
            let first = containers.filter(running.contains).map { "stop \($0)" }.joined(separator: " + ")
            let last = sidecars.reversed().filter(running.contains).map { "stop \($0)" }
            let told = ([first] + last + ["stop sandbox"]).filter { !$0.isEmpty }
            try await story.expect("next", told.joined(separator: ", "))
            try await story.expect("finished", "yes")
        }
    }

    /// Every container has ended, with anything.
    @Sendable static func phases(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...12 {
            var story = try await Story(scenario)
            let names = (0...random.int(in: 0...3)).map { "c\($0)" }
            let policy = random.pick(["Always", "OnFailure", "Never"])
            try await story.perform("pod \(names.joined(separator: " ")) policy=\(policy)")
            _ = try await story.settle()
            var ended: [Int] = []
            for name in names where random.happens(3, in: 4) {
                ended.append(random.pick([0, 0, 0, 1]))
                try await story.perform("exits \(name) \(ended.last ?? 0)")
            }
            let goesOn = policy == "Always" || policy == "OnFailure" && ended.contains { $0 != 0 }
            let isOver = ended.count == names.count && !goesOn
            let phase = !isOver ? "Running" : ended.allSatisfy { $0 == 0 } ? "Succeeded" : "Failed"
            try await story.expect("phase", phase)
        }
    }
}
