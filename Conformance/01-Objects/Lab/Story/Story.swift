internal import Conformance
internal import ObjectsContract
internal import Schema

/// A story of objects: lines that say what there is and what happens, and questions with the answers that they must have.
///
/// ```
/// labels app=web,tier=front        # of an object; `labels` alone: it has none
/// selects app in (web,shop) → yes
/// ```
/// What there is: `labels`, `field spec.nodeName=n1` (see ``SelectorWords``), `condition Ready=True since=100`
/// (``WishWords``), `there pod owners=set blocking` (``OwnerWords``).
///
/// What happens: `gone set`, `absent set` (the server says that it isn't there), `report Ready=False reason=Down now=200`.
///
/// Questions: `selects SELECTOR`, `fields SELECTOR`, `chooses SELECTOR`, `worth 1.5Gi`, `written 1.5Gi`, `decide pod`,
/// `finalizers a,b Orphan`, `generation 1 from spec=a to spec=b`, `observed 2 by 1`, `conditions`. Each is one call, or a few
/// of the same.
package struct Story {
    let scenario: Scenario
    let core: CoreUnderTest
    var labels: [String: String] = [:]
    var fields: [String: String] = [:]
    var conditions: [ObservedCondition] = []

    init(_ scenario: Scenario) async throws {
        self.scenario = scenario
        core = try await CoreUnderTest(scenario.worker())
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

    func expect(_ question: String, _ expected: String) async throws {
        let answer = try await answer(to: question)
        try scenario.expect(
            "\(question) → \(expected)", observed: "\(question) → \(answer)", answer == expected)
    }

    func answer(to question: String) async throws -> String {
        let (word, rest) = Self.split(question)
        switch word {
        case "selects", "fields", "chooses": return try await select(word, rest)
        case "worth": return try await core.amount(rest).text(QuantityWords.text)
        case "written":
            guard let amount = QuantityWords.amount(rest) else { throw StoryError(question, "no quantity") }
            return try await core.canonical(amount)
        case "decide": return OwnerWords.text(try await core.decide(rest))
        case "finalizers": return try await finalizers(rest)
        case "generation", "observed", "conditions": return try await compare(word, rest)
        default: throw StoryError(question, "nobody knows what that asks")
        }
    }

    mutating func perform(_ line: String) async throws {
        scenario.say(line)
        let (word, rest) = Self.split(line)
        switch word {
        case "labels": labels = SelectorWords.pairs(rest)
        case "field": fields.merge(SelectorWords.pairs(rest)) { _, new in new }
        case "there": try await core.observe(try OwnerWords.object(rest, line))
        case "gone": try await core.remove(rest)
        case "absent": try await core.remember(absent: rest)
        case "condition": conditions.append(WishWords.condition(rest).0)
        case "report":
            let (condition, now) = WishWords.condition(rest)
            conditions = try await core.conditions(conditions, reporting: condition, at: now)
        default: throw StoryError(line, "nobody knows how to do that")
        }
    }

    /// The first word, and what follows.
    private static func split(_ line: String) -> (word: String, rest: String) {
        guard let blank = line.firstIndex(of: " ") else { return (line, "") }
        return (String(line[..<blank]), String(line[blank...].dropFirst()))
    }
}

extension Story {
    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try await Story(scenario)
        let questions = [
            "selects", "fields", "chooses", "worth", "written", "decide", "finalizers", "generation", "observed",
            "conditions",
        ]
        var printed: [String] = []
        for command in commands {
            if questions.contains(Self.split(command).word) {
                printed.append("\(command) → \(try await story.answer(to: command))")
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
