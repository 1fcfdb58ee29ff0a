internal import API
internal import Conformance
internal import ReconciliationContract
internal import Schema

/// A story of a controller's parts: lines that say what happens, and questions with the answers that they must have.
///
/// ```
/// add a b                     # the queue: see ``QueueTale``
/// take → a
/// lists a@1 b@2 at 5 → +a@1 +b@2          # the informer: see ``InformerTale``
/// desired blue/motd text=hello            # the reconciler: see ``ReconcilerTale``
/// writes → create blue/motd
/// namespace blue team=web                 # the controller, and the world around it: see ``WorldTale``
/// ```
/// Where several answers are right, all stand there: `take → a | b`. Times are milliseconds; `wait 50` lets them pass.
struct Story {
    let scenario: Scenario
    private var tales: [any Tale]
    private var now = 0

    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        let core = try await CoreUnderTest(scenario.worker())
        tales = [QueueTale(core: core), InformerTale(core: core), ReconcilerTale(core: core), WorldTale(core: core)]
    }

    mutating func tell(_ text: String) async throws {
        for line in storyLines(text) {
            if let arrow = line.firstRange(of: " → ") {
                try await expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else {
                try await perform(line)
            }
        }
    }

    mutating func expect(_ question: String, _ answers: String) async throws {
        let answer = try await answer(to: question)
        let isRight = " | \(answers) | ".firstRange(of: " | \(answer) | ") != nil
        try scenario.expect("\(question) → \(answers)", observed: "\(question) → \(answer)", isRight)
        // What is asked of a queue or a copy also changes it.
        scenario.say("\(question) → \(answer)")
    }

    mutating func perform(_ line: String) async throws {
        scenario.say(line)
        _ = try await tellOne(line)
    }

    mutating func answer(to question: String) async throws -> String {
        guard let answer = try await tellOne(question) else { throw StoryError(question, "is no question") }
        return answer
    }

    /// - Returns: the answer, when the line is a question.
    private mutating func tellOne(_ line: String) async throws -> String? {
        let words = line.split(separator: " ").map(String.init)
        if words.first == "wait" {
            now += words.last.flatMap { Int($0) } ?? 0
            return nil
        }
        for index in tales.indices where type(of: tales[index]).verbs.contains(words.first ?? "") {
            return try await tales[index].tell(words[0], words.dropFirst(), now: now, line)
        }
        throw StoryError(line, "nobody knows what that is")
    }
}

/// The words of one part.
protocol Tale: Sendable {
    static var verbs: Set<String> { get }

    /// - Returns: the answer, when the line is a question.
    mutating func tell(_ verb: String, _ words: ArraySlice<String>, now: Int, _ line: String) async throws -> String?
}

extension Story {
    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try await Story(scenario)
        var printed: [String] = []
        for command in commands {
            if let answer = try await story.tellOne(command) { printed.append("\(command) → \(answer)") }
        }
        return printed
    }
}
