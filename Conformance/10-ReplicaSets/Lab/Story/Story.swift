internal import API
internal import Conformance
internal import ReplicaSetsContract
internal import Schema

/// A story of a ReplicaSet: lines that say what there is and what happens, and questions with the answers that they must
/// have.
///
/// ```
/// set web replicas=3
/// pod a                       # see ``PodWords``
/// pod b failed
/// difference → create 2
/// ```
/// What there is: `set` (see ``SetWords``; the last one told is asked about), `pod`.
///
/// What happens: `creates 3`, `deletes a b` (the controller is about to), `refused 2` (so many creations weren't accepted),
/// `sees a` (the watch brings it for the first time), `changes a`, `ends a` (it is being deleted now), `finds-ending a` (seen for
/// the first time, and being deleted already), `loses a` (it is gone), `forgets` (the set is gone), `wait SECONDS`.
///
/// Questions: `difference`, `batches 7 quota=5` (how many are asked for, batch by batch, when the API server accepts five),
/// `owns`, `adopts`, `releases`, `first 2`, `acts`. Where several answers are right, all stand there: `first 1 → a | b`.
package struct Story {
    let scenario: Scenario
    private let core: CoreUnderTest
    private(set) var set = ReplicaSet()
    /// In the order in which they were told.
    private(set) var pods: [Pod] = []
    private(set) var now = Time(seconds: 100_000)

    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        core = try await CoreUnderTest(scenario.worker())
    }

    mutating func tell(_ text: String) async throws {
        for line in Self.lines(text) {
            if let arrow = line.firstRange(of: " → ") {
                try await expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else {
                try await perform(line)
            }
        }
    }

    /// Without comments and empty lines.
    static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.prefix { $0 != "#" }.split(separator: " ")
            return words.isEmpty ? nil : words.joined(separator: " ")
        }
    }

    // MARK: - Questions

    func expect(_ question: String, _ answers: String) async throws {
        let answer = try await answer(to: question)
        let isRight = " | \(answers) | ".firstRange(of: " | \(answer) | ") != nil
        try scenario.expect("\(question) → \(answers)", observed: "\(question) → \(answer)", isRight)
    }

    private func answer(to question: String) async throws -> String {
        let words = question.split(separator: " ")
        let number = words.count > 1 ? Int(words[1]) ?? 0 : 0
        switch words.first {
        case "difference": return Words.text(try await core.difference(set, pods))
        case "batches": return try await batches(of: number, quota: Attribute(words.last ?? "").number)
        case "owns": return Words.names(try await core.claim(set, pods).owned)
        case "adopts": return Words.names(try await core.claim(set, pods).adopt)
        case "releases": return Words.names(try await core.claim(set, pods).release)
        case "first": return Words.names(try await core.deletionOrder(own, related: pods).prefix(number))
        case "acts": return try await core.isUpToDate(set.key, now: now) ? "yes" : "no"
        default: throw StoryError(question, "nobody knows what that asks")
        }
    }

    /// The pods of the set that is told about.
    var own: [Pod] { pods.filter { $0.metadata.isControlled(by: set) } }

    /// What is asked for, batch by batch, of an API server that accepts so many.
    func batches(of count: Int, quota: Int?) async throws -> String {
        var (created, failed, batches) = (0, 0, [String]())
        while true {
            let batch = try await core.nextBatch(of: count, created: created, failed: failed)
            if batch == 0 { return batches.isEmpty ? "none" : batches.joined(separator: " ") }
            batches.append("\(batch)")
            if batch < 0 || batches.count > count { return batches.joined(separator: " ") + " …" }
            let accepted = min(batch, (quota ?? .max) - created)
            (created, failed) = (created + accepted, failed + batch - accepted)
        }
    }

    // MARK: - What happens

    mutating func perform(_ line: String) async throws {
        scenario.say(line)
        let words = line.split(separator: " ").map(String.init)
        let rest = words.dropFirst()
        switch words.first {
        case "set": set = try SetWords.set(rest, line)
        case "pod":
            let pod = try PodWords.pod(rest, of: set, now: now, line)
            pods.removeAll { $0.key == pod.key }
            pods.append(pod)
        case "wait": now = now + (Int(words.last ?? "") ?? 0)
        case "creates": try await core.expectCreations(Int(words.last ?? "") ?? 0, by: set.key, now: now)
        case "deletes": try await core.expectDeletions(try rest.map { try pod($0, line).key }, by: set.key, now: now)
        case "refused": for _ in 0..<(Int(words.last ?? "") ?? 0) { try await core.creationFailed(by: set.key) }
        case "forgets": try await core.forget(set.key)
        default: for name in rest { try await core.observe(try event(words[0], name, line), of: set.key) }
        }
    }

    private func pod(_ name: String, _ line: String) throws -> Pod {
        guard let pod = pods.first(where: { $0.metadata.name == name }) else { throw StoryError(line, "no such pod") }
        return pod
    }

    private mutating func event(_ verb: String, _ name: String, _ line: String) throws -> (String, Pod) {
        var pod = try pod(name, line)
        switch verb {
        case "sees": return ("added", pod)
        case "changes": return ("modified", pod)
        case "ends", "finds-ending":
            pod.metadata.deletionTimestamp = now
            pods = pods.map { $0.key == pod.key ? pod : $0 }
            return (verb == "ends" ? "modified" : "added", pod)
        case "loses":
            pods.removeAll { $0.key == pod.key }
            return ("deleted", pod)
        default: throw StoryError(line, "nobody knows how to do that")
        }
    }
}

extension Story {
    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try await Story(scenario)
        var printed: [String] = []
        let questions = ["difference", "batches", "owns", "adopts", "releases", "first", "acts"]
        for command in commands {
            if questions.contains(where: { command.hasPrefix($0) }) {
                printed.append("\(command) → \(try await story.answer(to: command))")
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
