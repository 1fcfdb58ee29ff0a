internal import API
internal import Conformance
internal import Schema

/// Made-up sets, held to what the documentation says in a sentence. Nothing here is shared with any controller.
enum RandomPods {
    @Sendable static func difference(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for round in 1...20 {
            var story = try await Story(scenario)
            let replicas = random.int(in: 0...6)
            try await story.perform("set web replicas=\(replicas)")
            var counting = 0
            for number in 0..<random.int(in: 0...8) {
                let word = random.pick(["", "pending", "unready", "failed", "succeeded", "ending", "pending ending"])
                try await story.perform("pod p\(round)-\(number) \(word)")
                if !["failed", "succeeded", "ending", "pending ending"].contains(word) { counting += 1 }
            }
            let answer =
                counting == replicas
                ? "nothing" : counting < replicas ? "create \(replicas - counting)" : "delete \(counting - replicas)"
            try await story.expect("difference", answer)
        }
    }

    @Sendable static func batches(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        let story = try await Story(scenario)
        for _ in 1...30 {
            let (count, quota) = (random.int(in: 1...300), random.int(in: 0...400))
            var (batches, size, created) = ([String](), 1, 0)
            while created < count {
                let batch = min(size, count - created)
                batches.append("\(batch)")
                if created + batch > quota { break }
                created += batch
                size *= 2
            }
            try await story.expect("batches \(count) quota=\(quota)", batches.joined(separator: " "))
        }
    }
}

/// Pods of all kinds of owners.
enum RandomOwners {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...10 {
            var story = try await Story(scenario)
            let isEnding = random.happens(1, in: 4)
            try await story.perform("set web\(isEnding ? " ending" : "")")
            for number in 0..<random.int(in: 1...6) {
                let words = [
                    random.pick(["", "", "orphan", "orphan", "guest", "owner=shop", "owner-uid=0"]),
                    random.pick(["", "", "labels=app=debug", "labels=app=web,tier=front"]),
                    random.pick(["", "", "", "ending"]), random.pick(["", "", "unready", "pending unassigned"]),
                ]
                try await story.perform("pod p\(number) \(words.joined(separator: " "))")
            }
            try await check(story, isEnding)
        }
    }

    private static func check(_ story: Story, _ isEnding: Bool) async throws {
        let controlled = { (pod: Pod) in pod.metadata.ownerReferences.contains { $0.controller == true } }
        let ours = { (pod: Pod) in
            pod.metadata.ownerReferences.contains { $0.controller == true && $0.uid == "web-1" }
        }
        let matches = { (pod: Pod) in pod.metadata.labels["app"] == "web" }
        let stays = { (pod: Pod) in pod.metadata.deletionTimestamp == nil }
        if !isEnding { try await story.expect("owns", Words.names(story.pods.filter { ours($0) && matches($0) })) }
        let adopted = story.pods.filter { !controlled($0) && matches($0) && stays($0) && !isEnding }
        try await story.expect("adopts", Words.names(adopted))
        let released = story.pods.filter { ours($0) && !matches($0) && stays($0) && !isEnding }
        try await story.expect("releases", Words.names(released))
    }
}
