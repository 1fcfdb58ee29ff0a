internal import Conformance
internal import ObjectsContract

/// Made-up objects that own one another, and what the documentation says of them in a sentence.
enum RandomOwners {
    /// Every object's owners are sorted once more, naively.
    @Sendable static func judge(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...12 {
            var story = try await Story(scenario)
            var kinds: [String: String] = [:]
            for number in 1...4 {
                kinds["o\(number)"] = random.pick(["there", "waiting", "absent", "unknown", "going"])
            }
            for (name, kind) in kinds.sorted(by: { $0.key < $1.key }) {
                switch kind {
                case "there": try await story.perform("there \(name)")
                case "waiting": try await story.perform("there \(name) foreground")
                case "going": try await story.perform("there \(name) going finalizers=example.com/wait")
                case "absent": try await story.perform("absent \(name)")
                default: scenario.say("# nobody has heard of \(name) yet")
                }
            }
            for number in 1...5 {
                let owners = kinds.keys.sorted().filter { _ in random.happens(2, in: 5) }
                let words = owners.isEmpty ? "" : " owners=" + owners.joined(separator: ",")
                try await story.perform("there pod\(number)\(words)")
                try await story.expect("decide pod\(number)", expected(owners, kinds))
            }
        }
    }

    private static func expected(_ owners: [String], _ kinds: [String: String]) -> String {
        if owners.isEmpty { return "nothing" }
        let unknown = owners.filter { kinds[$0] == "unknown" }
        if !unknown.isEmpty { return "look up " + unknown.joined(separator: " ") }
        let useless = owners.filter { ["absent", "waiting"].contains(kinds[$0]) }
        if useless.isEmpty { return "nothing" }
        return useless.count < owners.count
            ? "remove the references to " + useless.joined(separator: " ") : "delete, Background"
    }

    /// A whole cluster, in which somebody deletes something: who is left when nothing is to be done any more?
    @Sendable static func settle(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        for _ in 1...8 {
            var cluster = SmallCluster(try await CoreUnderTest(scenario.worker()), scenario)
            for number in 1...random.int(in: 3...9) {
                let older = cluster.objects.keys.sorted()
                var object = OwnedObject("o\(number)")
                object.owners = older.filter { _ in random.happens(2, in: 5) }.prefix(2).map {
                    OwnedObject.Owner($0, isBlocked: random.happens(2, in: 3))
                }
                try await cluster.create(object)
            }
            let first = cluster.objects
            let root = random.pick(first.keys.sorted())
            let policy = random.pick(Propagation.allCases)
            try await cluster.delete(root, policy)
            try await cluster.settle()
            let left = cluster.objects.keys.sorted().joined(separator: " ")
            let expected = survivors(of: first, without: root, policy).joined(separator: " ")
            try scenario.expect("left are: \(expected)", observed: "left are: \(left)", left == expected)
            try scenario.expect(
                "\(root) goes after those that block it", observed: "the order is \(cluster.gone)",
                policy != .foreground || cluster.lastBlocking(of: root, first) < cluster.place(of: root))
        }
    }

    /// Whoever has owners, and none of them is left, goes; when the dependents are orphaned, nobody goes but the owner.
    private static func survivors(
        of objects: [String: OwnedObject], without root: String, _ policy: Propagation
    ) -> [String] {
        var left = objects
        left[root] = nil
        while policy != .orphan {
            let next = left.filter { _, object in
                object.owners.isEmpty || object.owners.contains { left[$0.uid] != nil }
            }
            if next.count == left.count { break }
            left = next
        }
        return left.keys.sorted()
    }
}
