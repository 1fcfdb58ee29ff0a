internal import API
internal import Conformance
internal import Schema

/// A story of a Deployment: lines that say what there is and what happens, and questions with the answers that they must
/// have.
///
/// ```
/// deployment replicas=10 surge=3 unavailable=2 template=v2
/// set v1 10
/// set v2 0
/// sets → v1=8 v2=3            # after one look, and what it has changed
/// ```
/// What there is: `deployment` (see ``Words``), `set TEMPLATE SIZE available=N ready=N pods=N of=N max=N revision=N` (all its pods are
/// available unless it says otherwise; `of` and `max` are what was noted on it of the Deployment's size), `pod TEMPLATE` (a pod of
/// that set).
///
/// What happens: `change replicas=15` (words of `deployment`), `look` (one look, carried out), `run` (all pods that are asked for become
/// available), `run v1`, `lose v1 2` (so many of its pods aren't available any more), `wait SECONDS`.
///
/// Questions: `sets` (a look first if there was none since the last line that changed something; sizes of all sets that are there),
/// `progress`, `available`, `revision`, `revisions`, `counts` (replicas, updated, ready, available, unavailable).
package struct Story {
    let scenario: Scenario
    private let worker: CodeUnderTest
    private(set) var deployment = Deployment()
    /// Oldest first.
    private(set) var sets: [ReplicaSet] = []
    private var pods: [Pod] = []
    private var now = Time(seconds: 100_000)
    private var revision = "none"
    private var isLookedAt = false

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        worker = try scenario.worker()
    }

    mutating func tell(_ text: String) async throws {
        for line in text.split(separator: "\n").map({ String($0.prefix { $0 != "#" }) }) {
            if let arrow = line.firstRange(of: " → ") {
                try await expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else if !line.allSatisfy(\.isWhitespace) {
                try await perform(line)
            }
        }
    }

    // MARK: - Questions

    mutating func expect(_ question: String, _ expected: String) async throws {
        let answer = try await answer(to: question)
        try scenario.expect("\(question) → \(expected)", observed: "\(question) → \(answer)", answer == expected)
    }

    private mutating func answer(to question: String) async throws -> String {
        if !isLookedAt { try await look() }
        let status = deployment.status
        switch question {
        case "sets": return Words.sizes(sets) { "\($0.spec.replicas ?? 1)" }
        case "revisions": return Words.sizes(sets) { $0.metadata.annotations[Words.revision] ?? "none" }
        case "revision": return revision
        case "progress": return Words.text(status.conditions.first { $0.type == "Progressing" })
        case "available": return Words.text(status.conditions.first { $0.type == "Available" })
        case "counts":
            return [
                status.replicas, status.updatedReplicas, status.readyReplicas, status.availableReplicas,
                status.unavailableReplicas,
            ].map { "\($0)" }.joined(separator: " ")
        default: throw StoryError(question, "nobody knows what that asks")
        }
    }

    // MARK: - What happens

    mutating func perform(_ line: String) async throws {
        scenario.say(line)
        let words = line.split(separator: " ").map(String.init)
        isLookedAt = false
        switch words.first {
        case "deployment": deployment = try Words.deployment(words.dropFirst(), Deployment(), line)
        case "change": deployment = try Words.deployment(words.dropFirst(), deployment, line)
        case "set": sets.append(try Words.set(words.dropFirst(), of: deployment, number: sets.count, line))
        case "pod": pods.append(Words.pod(of: sets.first { $0.template == words.last }))
        case "look": try await look()
        case "run": change(words.count > 1 ? words[1] : nil) { $0.run() }
        case "lose": change(words[1]) { $0.lose(Int(words.last ?? "") ?? 0) }
        case "wait": now = now + (Int(words.last ?? "") ?? 0)
        default: throw StoryError(line, "nobody knows how to do that")
        }
    }

    private mutating func change(_ template: String?, _ change: (inout ReplicaSet) -> Void) {
        for index in sets.indices where template == nil || sets[index].template == template { change(&sets[index]) }
    }

    /// One look, carried out at once. What is asked for isn't there yet: pods come with `run`, and go at once.
    mutating func look() async throws {
        let request: JSON = [
            "deployment": deployment.json, "sets": sets.json, "pods": pods.json, "now": now.seconds.json,
        ]
        let answer = try await worker.call("look(_:sets:pods:now:)", request)
        for change in answer["changes"]?.array ?? [] { try apply(change) }
        deployment.status = try DeploymentStatus(json: answer["status"] ?? .null)
        revision = answer["revision"]?.string ?? "none"
        if revision != "none" { deployment.metadata.annotations[Words.revision] = revision }
        isLookedAt = true
    }

    private mutating func apply(_ change: JSON) throws {
        guard let member = change.object?.members.first else { throw StoryError("\(change)", "this is no change") }
        var set = try ReplicaSet(json: member.value)
        switch member.name {
        case "create":
            set.metadata.uid = "set-\(sets.count)"
            set.metadata.creationTimestamp = Time(seconds: 1000 + sets.count)
            sets.append(set)
        case "update": sets = sets.map { $0.name == set.name ? set : $0 }
        default: sets.removeAll { $0.name == set.name }
        }
        for index in sets.indices { sets[index].shrink() }
    }
}

extension Story {
    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try Story(scenario)
        var printed: [String] = []
        for command in commands {
            if ["sets", "progress", "available", "revision", "revisions", "counts"].contains(command) {
                printed.append("\(command) → \(try await story.answer(to: command))")
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
