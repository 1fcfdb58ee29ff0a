internal import API
internal import Conformance
internal import Linux
internal import PodNetworkContract
internal import Schema

/// A story of pods and their addresses: lines that say what there is and what happens, and questions with the answers that
/// they must have.
///
/// ```
/// pool 10.244.1.0/29          # step 2
/// give a → 10.244.1.2
/// release a
///
/// node worker-1 172.30.0.3 10.244.1.0/24
/// add a on worker-1           # as the plugin does: the core's steps, taken by a kernel of the suite's own
/// add b on worker-1
/// a reaches b → yes
/// ```
/// The words of each step: ``PoolWords``, ``RequestWords``, ``ClusterWords``, ``AnswerWords``. Where several answers are right,
/// all stand there: `asks name= → refused 7 | refused 4`.
package struct Story {
    let scenario: Scenario
    let core: PodNetworkClient
    var pool = PoolWords()
    var cluster = ClusterWords()
    var plugin = AnswerWords()

    /// The core is asked on a thread that may wait for it.
    static func told(
        _ scenario: Scenario, _ body: @escaping @Sendable (inout Story) throws -> Void
    ) async throws {
        try await blocking {
            var story = try Story(scenario)
            try body(&story)
        }
    }

    private init(_ scenario: Scenario) throws {
        self.scenario = scenario
        let worker = try scenario.worker()
        core = PodNetworkClient { call, arguments in try worker.callAtOnce(call, arguments) }
    }

    mutating func tell(_ text: String) throws {
        for line in storyLines(text) {
            if let arrow = line.firstRange(of: " → ") {
                try expect(String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
            } else {
                try perform(line)
            }
        }
    }

    mutating func expect(_ question: String, _ answers: String) throws {
        let answer = try answer(to: question)
        // `no: why` is a no; the reason is for whoever reads the message.
        let short = answer.hasPrefix("no:") ? "no" : answer
        let isRight = [answer, short].contains { " | \(answers) | ".firstRange(of: " | \($0) | ") != nil }
        try scenario.expect("\(question) → \(answers)", observed: "\(question) → \(answer)", isRight)
        // What was asked may have changed something.
        scenario.say("\(question) → \(short)")
    }

    /// What happens, without looking at what is answered.
    mutating func perform(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        scenario.say(line)
        if try pool.perform(words, core) { return }
        if try cluster.perform(words, core, scenario) { return }
        if try plugin.perform(words) { return }
        throw StoryError(line, "nobody knows how to do that")
    }

    private mutating func answer(to question: String) throws -> String {
        let words = question.split(separator: " ").map(String.init)
        if let answer = try pool.answer(to: words, core) { return answer }
        if let answer = try cluster.answer(to: words, core) { return answer }
        if let answer = try plugin.answer(to: words, core) { return answer }
        throw StoryError(question, "nobody knows what that asks")
    }

    /// Carries out the commands of an overlay's script: questions print their answers, a line each. A question is what
    /// ends in `?`.
    @Sendable static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        try await blocking {
            var story = try Story(scenario)
            var printed: [String] = []
            for command in commands {
                if command.hasSuffix("?") {
                    let question = String(command.dropLast())
                    printed.append("\(question) → \(try story.answer(to: question))")
                } else {
                    try story.perform(command)
                }
            }
            return printed
        }
    }
}
