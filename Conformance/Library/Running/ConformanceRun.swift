internal import Linux
internal import Schema

/// A whole run, as a command makes it: the suites of the subject's level, an overlay, a focus and a seed give a report.
public struct ConformanceRun: Sendable {
    /// All that there are; those of the subject's level are run.
    public var suites: [Suite]
    public var subject: Subject
    /// What the report calls it.
    public var name: String
    /// The command without focus, seed and overlay.
    public var command: String
    public var focus = Focus()
    /// Otherwise the overlay's, otherwise one that nobody knows before.
    public var seed: UInt64?
    public var overlay = Overlay()
    /// Cases at a time; nil for as many as there are processors.
    public var parallelism: Int?
    /// What the code under test is kept in.
    public var sandbox = ""
    public var notes: [String] = []

    public init(_ suites: [Suite], on subject: Subject, name: String, command: String) {
        self.suites = suites
        self.subject = subject
        self.name = name
        self.command = command
    }

    /// The suites with the cases that are meant.
    /// - Throws: ``ScriptError`` when the overlay doesn't fit, or no case is meant.
    public func chosen() throws(ScriptError) -> [Suite] {
        var chosen: [Suite] = []
        for suite in suites where suite.examines(subject) {
            let suite = try suite.adding(overlay).focused(on: focus)
            if !suite.cases.isEmpty { chosen.append(suite) }
        }
        guard !chosen.isEmpty else {
            throw ScriptError(
                focus.description.isEmpty
                    ? "there is no suite for a \(subject.level.rawValue) yet" : "no case's identifier contains \(focus)"
            )
        }
        return chosen
    }

    /// - Parameter progress: see ``Runner/progress``.
    public func run(progress: @escaping @Sendable (Runner.Progress) -> Void) async throws -> Report {
        let seed = seed ?? overlay.seed ?? .random(in: 1...999_999_999)
        let runner = Runner(seed: seed, parallelism: parallelism, progress: progress)
        var description = RunDescription()
        (description.subject, description.command, description.seed) = (name, command, seed)
        (description.focus, description.sandbox, description.notes) = (focus, sandbox, notes)
        description.date = Time(seconds: Int(realNanoseconds() / 1_000_000_000))
        var results: [SuiteResult] = []
        for suite in try chosen() { results.append(await runner.run(suite, on: subject)) }
        return Report(results, description)
    }
}

extension Suite {
    fileprivate func examines(_ subject: Subject) -> Bool {
        if case .component(let programs, _) = subject, let component, programs[component] == nil { return false }
        return level == subject.level
    }
}
