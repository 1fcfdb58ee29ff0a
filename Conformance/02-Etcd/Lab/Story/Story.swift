package import Conformance
internal import EtcdContract

/// A store's story: what is done, and behind an arrow what must be answered.
///
/// ```
/// put a 1
/// put a 2
/// get a @2
/// → a=1
/// ```
/// What no arrow follows must not be refused, and may answer what it likes.
package struct Story<Store: StoreUnderTest> {
    private let scenario: Scenario
    private var store: Store
    private var revision = 1

    package init(_ scenario: Scenario, _ store: Store) {
        self.scenario = scenario
        self.store = store
    }

    /// Tells a whole story.
    package mutating func tell(_ text: String) async throws {
        let lines = storyLines(text)
        for (index, line) in lines.enumerated() where !line.hasPrefix("→ ") {
            scenario.say(line)
            let next = lines.dropFirst(index + 1).first ?? ""
            let expected = next.hasPrefix("→ ") ? String(next.dropFirst(2)) : nil
            let answer = try await perform(line, expecting: expected)
            try check(line, answer, expected)
        }
    }

    private func check(_ line: String, _ answer: String, _ expected: String?) throws {
        if let expected {
            if answer == expected { return }
            try scenario.fail(expected: "\(line) → \(expected)", observed: "\(line) → \(answer)")
        }
        if answer.hasPrefix("refused") {
            try scenario.fail(expected: "\(line) is done", observed: "\(line) → \(answer)")
        }
    }

    /// Does what a line says.
    /// - Parameter expected: what a watch should bring: who has to wait for it waits for that.
    /// - Returns: the answer, in words.
    package mutating func perform(_ text: String, expecting expected: String? = nil) async throws -> String {
        switch try Line(text) {
        case .apply(let command): return try await apply(command)
        case .range(let query, let isFull):
            switch try await store.range(query) {
            case .success(let result): return result.wording(isFull: isFull)
            case .failure(let refusal): return refusal.wording
            }
        case .watch(let name, var watcher, let isFromNow):
            if isFromNow { watcher.next = revision + 1 }
            try await store.watch(name, watcher)
            return "ok"
        case .next(let name, let limit): return wording(try await store.next(name, limit: limit))
        case .drain(let name): return wording(try await store.drain(name, to: revision) { $0 == expected })
        case .revision: return "\(revision)"
        case .restart:
            revision = try await store.restart()
            return "\(revision)"
        }
    }

    private mutating func apply(_ command: Command) async throws -> String {
        let applied = try await store.apply(command)
        revision = applied.revision
        if let refusal = applied.refusal { return refusal.wording }
        guard case .write(let operation) = command else { return "ok" }
        return applied.result?.wording(of: operation) ?? "no result"
    }

    private func wording(_ notices: Result<[Notice], Refusal>) -> String {
        switch notices {
        case .success(let notices): notices.wording
        case .failure(let refusal): refusal.wording
        }
    }
}

extension Story where Store == StoreInWorker {
    /// Carries out the commands of an overlay's script: what is answered, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = Story(scenario, try await StoreInWorker(scenario))
        var answers: [String] = []
        for command in commands { answers.append(try await story.perform(command)) }
        return answers
    }
}
