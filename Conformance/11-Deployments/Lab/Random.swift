internal import API
internal import Conformance
internal import Schema

/// Made-up rollouts, held to the two sentences that the documentation has about their bounds.
enum RandomRollouts {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...8 {
            let (replicas, surge) = (random.int(in: 1...15), random.int(in: 0...4))
            let unavailable = random.int(in: (surge == 0 ? 1 : 0)...4)
            var story = try Story(scenario)
            try await story.perform(
                "deployment replicas=\(replicas) surge=\(surge) unavailable=\(unavailable) template=v2")
            try await story.perform("set v1 \(replicas)")
            let least = replicas - min(unavailable, replicas)
            for _ in 1...80 {
                try await story.perform("look")
                let asked = story.sets.reduce(0) { $0 + ($1.spec.replicas ?? 1) }
                let available = story.sets.reduce(0) { $0 + $1.status.availableReplicas }
                try scenario.expect(
                    "at most \(replicas + surge) pods are asked for", observed: "\(asked) are",
                    asked <= replicas + surge)
                try scenario.expect(
                    "at least \(least) pods are available", observed: "\(available) are", available >= least)
                if random.happens(2, in: 3) { try await story.perform("run") }
            }
            try await story.expect("sets", "v1=0 v2=\(replicas)")
        }
    }
}

enum RandomScaling {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...20 {
            let surge = random.int(in: 0...3)
            let sizes = (0..<random.int(in: 2...4)).map { _ in random.int(in: 1...9) }
            let total = sizes.reduce(0, +)
            var story = try Story(scenario)
            let size = total - surge
            guard size > 0 else { continue }
            let template = "template=v\(sizes.count)"
            try await story.perform("deployment replicas=\(size) surge=\(surge) unavailable=1 \(template)")
            for (index, count) in sizes.enumerated() {
                try await story.perform("set v\(index + 1) \(count) available=0 of=\(size) max=\(total)")
            }
            let next = size + random.int(in: 1...20)
            try await story.perform("change replicas=\(next)")
            try await story.perform("look")
            let now = story.sets.map { $0.spec.replicas ?? 1 }
            let text = "\(now)"
            try scenario.expect(
                "\(next + surge) pods in all", observed: "the sets have \(text)", now.reduce(0, +) == next + surge)
            try scenario.expect(
                "no set is smaller than it was", observed: "\(sizes) became \(text)",
                zip(sizes, now).allSatisfy { $0 <= $1 })
        }
    }
}

enum RandomTemplates {
    @Sendable static func tell(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        var (revisions, last) = ([String: Int](), "")
        try await story.perform("deployment replicas=2")
        for _ in 1...25 {
            let template = "v\(random.int(in: 1...4))"
            try await story.perform("change template=\(template)")
            if template != last { revisions[template] = (revisions.values.max() ?? 0) + 1 }
            last = template
            if random.happens(1, in: 2) { try await story.perform("run") }
            try await story.expect("revision", "\(revisions[template] ?? 0)")
            let all = revisions.keys.sorted().map { "\($0)=\(revisions[$0] ?? 0)" }
            try await story.expect("revisions", all.joined(separator: " "))
        }
    }
}
