internal import API
internal import APIServerContract
internal import Conformance
internal import Schema

/// A story of an API server: requests, and the answers that they must have.
///
/// ```
/// create configmaps/web data.color=red
/// read configmaps/web as jane                    # jane remembers what she has read
/// update configmaps/web data.color=green
/// update configmaps/web from jane data.color=blue → 409 Conflict
/// get configmaps/web show data.color → green
/// ```
/// A request is a verb, `RESOURCE/NAME` (or `RESOURCE/NAME/status`) and words (see ``Words``), and it may ask to `show` members
/// of what it is answered. Its answer is `ok`, what is shown, or a refusal: `404 NotFound`. Without `→` it must be `ok`.
///
/// What else happens: `history 3` (so many changes are remembered; first of all lines), `wait SECONDS`, `read … as NAME`,
/// `meanwhile REQUEST` (comes between the next request's read and its write).
///
/// More questions: `watch configmaps after=jane`, `merge DOCUMENT + PATCH`, `strategic KIND DOCUMENT + PATCH`, and
/// `may jane get pods` (see ``AccessWords``).
package struct Story {
    let scenario: Scenario
    let worker: CodeUnderTest
    /// What somebody has read, by the name of the reader.
    var readings: [String: JSON] = [:]
    private var others: [ObjectRequest] = []
    private var now = 1_000_000
    var policy = AccessPolicy()

    init(_ scenario: Scenario) throws {
        self.scenario = scenario
        worker = try scenario.worker()
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

    // MARK: - Questions

    mutating func expect(_ question: String, _ expected: String) async throws {
        let answer = try await answer(to: question)
        let isRight = Documents.areEqual(answer, expected)
        try scenario.expect("\(question) → \(expected)", observed: "\(question) → \(answer)", isRight)
        scenario.say("\(question) → \(answer)")
    }

    mutating func answer(to question: String) async throws -> String {
        switch question.prefix(while: { $0 != " " }) {
        case "watch": return try await watch(question)
        case "merge": return try await merge(question)
        case "strategic": return try await strategic(question)
        case "may": return try await may(question)
        default: return try await ask(question)
        }
    }

    // MARK: - What happens

    mutating func perform(_ line: String) async throws {
        let words = line.split(separator: " ").map(String.init)
        scenario.say(line)
        switch words[0] {
        case "history": _ = try await worker.call("begin", ["history": .integer(Int64(words.last ?? "") ?? 0)])
        case "wait": now += Int(words.last ?? "") ?? 0
        case "read": try await read(line, words)
        case "meanwhile":
            others.append(try request(String(line.dropFirst("meanwhile ".count))).request)
        case "role", "clusterrole", "bind", "clusterbind":
            policy = try AccessWords.added(words, to: policy, line)
        default:
            let answer = try await ask(line)
            try scenario.expect("\(line) → ok", observed: "\(line) → \(answer)", answer == "ok")
        }
    }

    /// `read configmaps/web as jane`, `read configmaps as jane`.
    private mutating func read(_ line: String, _ words: [String]) async throws {
        guard words.count == 4, words[2] == "as" else { throw StoryError(line, "read RESOURCE/NAME as WHO") }
        let verb = words[1].contains("/") ? "get" : "list"
        let answer = try await send(try request("\(verb) \(words[1])").request)
        guard let document = answer["object"] else { throw StoryError(line, Documents.refusal(answer)) }
        readings[words[3]] = document
    }

    private func request(_ line: String) throws -> (request: ObjectRequest, shown: [String]) {
        try Words(readings: readings).request(line)
    }

    private mutating func ask(_ line: String) async throws -> String {
        let (request, shown) = try request(line)
        let answer = try await send(request)
        guard let object = answer["object"] else { return Documents.refusal(answer) }
        if request.verb == "list" {
            let items = object["items"]?.array ?? []
            return shown == ["count"]
                ? "\(items.count)" : Documents.names(items, withNamespace: request.namespace.isEmpty)
        }
        return shown.isEmpty ? "ok" : Documents.shown(shown, of: object)
    }

    private mutating func send(_ request: ObjectRequest) async throws -> JSON {
        defer { others = [] }
        return try await worker.call(
            "perform", ["request": request.json, "meanwhile": others.json, "now": .integer(Int64(now))])
    }
}

extension Story {
    /// Carries out the commands of an overlay's script: questions with their answers, a line each.
    static func teller(_ commands: [String], _ scenario: Scenario) async throws -> [String] {
        var story = try Story(scenario)
        let questions: Set<Substring> = ["get", "list", "watch", "merge", "strategic", "may"]
        var printed: [String] = []
        for command in commands {
            if questions.contains(command.prefix { $0 != " " }) {
                printed.append("\(command) → \(try await story.answer(to: command))")
            } else {
                try await story.perform(command)
            }
        }
        return printed
    }
}
