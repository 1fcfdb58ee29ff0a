internal import API
internal import Conformance
internal import Schema

enum RandomEndpoints {
    /// Pods come, change and go; the rule is written a second time here, naively.
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        try await story.perform("service web ip=10.96.0.20 port=80:http select.app=web select.tier=front")
        for step in 1...40 {
            let number = random.int(in: 1...8)
            if random.happens(1, in: 5) {
                try await story.perform("gone p\(number)")
            } else {
                try await story.perform("pod p\(number) \(words(number, step, &random))")
            }
            if step.isMultiple(of: 4) { try await story.perform("web → \(expected(story.pods))") }
        }
    }

    private static func words(_ number: Int, _ step: Int, _ random: inout Randomness) -> String {
        var words: [String] = []
        if random.happens(5, in: 6) { words.append("ip=10.244.\(number).\(step)") }
        if random.happens(5, in: 6) { words.append("app=web") }
        if random.happens(5, in: 6) { words.append("tier=\(random.pick(["front", "front", "back"]))") }
        if random.happens(1, in: 3) { words.append("unready") }
        if random.happens(1, in: 4) { words.append("ending") }
        if random.happens(1, in: 8) { words.append("phase=\(random.pick(["Succeeded", "Failed"]))") }
        if random.happens(1, in: 8) { words.append("namespace=other") }
        if random.happens(7, in: 8) { words.append("port=http:\(random.pick(["80", "8080"]))") }
        return words.joined(separator: " ")
    }

    private static func expected(_ pods: [String: Pod]) -> String {
        let texts = pods.values.compactMap { pod -> String? in
            let isMeant =
                pod.metadata.namespace == "default" && pod.metadata.labels["app"] == "web"
                && pod.metadata.labels["tier"] == "front" && !pod.status.podIP.isEmpty
                && pod.status.phase != .succeeded && pod.status.phase != .failed
            guard isMeant, let port = pod.spec.containers[0].ports.first?.containerPort else { return nil }
            let state =
                switch (pod.isReady, pod.metadata.deletionTimestamp != nil) {
                case (true, false): "ready"
                case (false, false): "unready"
                case (true, true): "ending"
                case (false, true): "lost"
                }
            return "\(pod.status.podIP):\(port) \(state)"
        }
        return texts.isEmpty ? "nobody" : texts.sorted().joined(separator: ", ")
    }
}
