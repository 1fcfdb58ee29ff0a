internal import Conformance

/// Every combination that a runtime may be asked for, held to the table of the documentation, row by row.
enum RandomNamespaces {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try await Story(scenario)
        for _ in 1...20 {
            let network = random.pick(["pod", "node"])
            let ipc = random.pick(["pod", "node"])
            let process = random.pick(["container", "pod", "node", "target"])
            try story.perform("asked network=\(network) ipc=\(ipc) process=\(process)")
            try await story.expect("pause's network", network == "node" ? "node" : "own")
            try await story.expect("pause's hostname", network == "node" ? "node" : "own")
            try await story.expect("pause's ipc", ipc == "node" ? "node" : "own")
            // One that nobody shares may be its own or not.
            let held = ["pod": "own", "node": "node"][process] ?? "own | node"
            try await story.expect("pause's processes", held)
            try await story.expect("container's network", network)
            try await story.expect("container's hostname", network)
            try await story.expect("container's ipc", ipc)
            try await story.expect("container's processes", process == "container" ? "own" : process)
            try await story.expect("container's mounts", "own")
        }
    }
}
