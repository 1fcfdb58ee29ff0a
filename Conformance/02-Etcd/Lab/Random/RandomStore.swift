internal import Conformance
internal import EtcdContract

/// Stories that are made up, told to the store and to ``NaiveStore`` alike.
///
/// A class, because Swift 6.3's optimizer crashes when it splits the coroutines of a structure of this size.
final class RandomStore {
    private let scenario: Scenario
    private var story: Story<StoreInWorker>
    private var naive = NaiveStore()
    private var random: Randomness
    /// Where each watch stands, by its name.
    private var watchers: [String: Watcher] = [:]

    private static let keys = ["a", "b", "c", "ab", "abc"]
    private static let spans = ["a", "b", "c", "ab", "a*", "a..c", "b..", "*"]

    private init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        story = Story(scenario, try await StoreInWorker(scenario))
        random = scenario.randomness()
    }

    @Sendable static func keys(_ scenario: Scenario) async throws {
        let store = try await RandomStore(scenario)
        for _ in 0..<80 {
            let line = store.random.happens(2, in: 3) ? store.write() : store.read()
            try await store.tell(line)
        }
        try await store.readEverything()
    }

    @Sendable static func transactions(_ scenario: Scenario) async throws {
        let store = try await RandomStore(scenario)
        for _ in 0..<80 {
            let line = store.random.happens(2, in: 3) ? store.transaction() : store.write()
            try await store.tell(line)
        }
        try await store.readEverything()
    }

    @Sendable static func watches(_ scenario: Scenario) async throws {
        let store = try await RandomStore(scenario)
        for step in 0..<100 {
            let line = store.random.happens(1, in: 3) ? store.transaction() : store.write()
            try await store.tell(line)
            if step.isMultiple(of: 9) { try await store.watch() }
            if store.random.happens(1, in: 2) { try await store.drain() }
        }
        for name in store.watchers.keys.sorted() { try await store.drain(name) }
    }

    @Sendable static func compactions(_ scenario: Scenario) async throws {
        let store = try await RandomStore(scenario)
        for step in 0..<120 {
            let line = store.random.happens(1, in: 3) ? store.transaction() : store.write()
            try await store.tell(line)
            if step.isMultiple(of: 8) { try await store.watch() }
            if store.random.happens(1, in: 12) {
                try await store.tell("compact \(store.random.int(in: 1...store.naive.revision))")
            }
            if store.random.happens(1, in: 25) { try await store.tell("restart") }
            if store.random.happens(1, in: 3) { try await store.drain() }
            try await store.tell(store.read())
        }
        try await store.readEverything()
    }

    // MARK: - What happens

    private func write() -> String {
        switch random.int(in: 1...9) {
        case 1, 2: "delete \(random.pick(Self.spans)) prev"
        case 3: random.happens(1, in: 2) ? "lease \(random.int(in: 1...3))" : "revoke \(random.int(in: 1...3))"
        case 4: "put \(random.pick(Self.keys)) \(random.int(in: 1...99)) lease=\(random.int(in: 1...3)) prev"
        default: "put \(random.pick(Self.keys)) \(random.int(in: 1...99)) prev"
        }
    }

    private func read() -> String {
        let revision = random.happens(1, in: 2) ? " @\(random.int(in: 1...naive.revision + 1))" : ""
        let limit = random.happens(1, in: 3) ? " limit=\(random.int(in: 1...3))" : ""
        return "get \(random.pick(Self.spans))\(revision)\(limit) full"
    }

    private func transaction() -> String {
        var conditions: [String] = []
        for _ in 0..<random.int(in: 0...2) {
            let (number, relation) = (random.int(in: 0...3), random.pick(["=", ">", "<", "!="]))
            let what = random.pick(["version", "create", "mod"])
            conditions.append("\(what) \(random.pick(Self.keys)) \(relation) \(number)")
        }
        let start = conditions.isEmpty ? "txn" : "txn if \(conditions.joined(separator: ", "))"
        return "\(start) then \(branch()) else \(branch())"
    }

    /// Each key is written once at most.
    private func branch() -> String {
        let keys = random.shuffled(Self.keys)
        let operations = (0..<random.int(in: 1...3)).map { index in
            switch random.int(in: 1...3) {
            case 1: "delete \(keys[index])"
            case 2: "get \(random.pick(Self.spans))"
            default: "put \(keys[index]) \(random.int(in: 1...99))"
            }
        }
        return operations.joined(separator: "; ")
    }

    private func watch() async throws {
        let name = "w\(watchers.count)"
        let from = random.int(in: 2...naive.revision + 2)
        let span = random.pick(Self.spans)
        try await tell("watch \(name) \(span) from=\(from) prev")
        watchers[name] = Watcher(try KeySpan(span), from: from)
    }

    private func drain() async throws {
        guard !watchers.isEmpty else { return }
        try await drain(random.pick(watchers.keys.sorted()))
    }

    private func drain(_ name: String) async throws {
        guard let watcher = watchers[name] else { return }
        let expected: String
        do throws(Refusal) { expected = try naive.changes(for: watcher).wording } catch { expected = error.wording }
        try await compare("drain \(name)", expected)
        watchers[name]?.next = max(watcher.next, naive.revision + 1)
        if expected.hasPrefix("refused") { watchers[name] = nil }
    }

    /// The whole store at each of its revisions.
    private func readEverything() async throws {
        for revision in max(1, naive.compactRevision)...naive.revision { try await tell("get * @\(revision) full") }
    }

    // MARK: - Both are told

    private func tell(_ line: String) async throws {
        let expected: String
        do { expected = try answer(try Line(line)) } catch let refusal as Refusal {
            expected = refusal.wording
        }
        try await compare(line, expected)
    }

    private func compare(_ line: String, _ expected: String) async throws {
        scenario.say(line)
        let answer = try await story.perform(line)
        if answer == expected { return }
        try scenario.fail(expected: "\(line) → \(expected)", observed: "\(line) → \(answer)")
    }

    private func answer(_ line: Line) throws -> String {
        switch line {
        case .apply(let command):
            let result = try naive.apply(command)
            guard case .write(let operation) = command else { return "ok" }
            return result?.wording(of: operation) ?? ""
        case .range(let query, let isFull): return try naive.range(query).wording(isFull: isFull)
        case .revision, .restart: return "\(naive.revision)"
        case .watch, .next, .drain: return "ok"
        }
    }
}
