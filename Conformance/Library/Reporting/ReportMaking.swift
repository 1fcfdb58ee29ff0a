internal import Glibc
public import Schema

/// What a report says of a run beyond its cases.
public struct RunDescription: Sendable {
    /// A folder, a program, a kubeconfig.
    public var subject = ""
    /// The command without seed and focus: `dinghy lab check 09`. Replay commands are made from it.
    public var command = ""
    /// The command that a case alone is run by; the same one when empty.
    public var replay = ""
    /// What it is worth, if that isn't the sum of the cases' points: `42.5 of 100 points`.
    public var mark = ""
    public var date = Time()
    public var seed: UInt64 = 0
    public var focus = Focus()
    /// What the code under test was kept in; empty when in nothing but a process.
    public var sandbox = ""
    public var notes: [String] = []

    public init() {}
}

extension Report {
    public init(_ results: [SuiteResult], _ run: RunDescription) {
        self.init()
        date = run.date
        subject.level = results.first?.suite.level.rawValue ?? ""
        subject.name = run.subject
        seed = Int(truncatingIfNeeded: run.seed)
        cases = results.flatMap { result in result.results.map { ReportCase($0, of: result.suite, run) } }
        profiles = results.map { ReportProfile($0.suite, cases) }
        points = cases.reduce(0) { $0 + $1.points }
        possible = cases.reduce(0) { $0 + $1.possible }
        mark = run.mark
        environment = .here(sandbox: run.sandbox)
        suiteHash = Self.hash(of: results.map(\.suite))
        let focus = run.focus.description.isEmpty ? "" : " --focus '\(run.focus)'"
        reproduce = "\(run.command)\(focus) --seed \(run.seed)"
        notes = run.notes
    }

    /// The same for the same cases, whatever machine they are on. (Their stories' code isn't in it.)
    private static func hash(of suites: [Suite]) -> String {
        var text = ""
        for suite in suites {
            text += "\(suite.concept) \(suite.level.rawValue)\n"
            for one in suite.cases {
                text += "\(one.identifier) \(one.weight) \(one.visibility.rawValue) \(one.step ?? 0) "
                text += "\(one.coverage.feature ?? "core") \(one.requirement.must) \(one.script ?? "")\n"
            }
        }
        return SHA256.hexadecimal(of: Array(text.utf8))
    }

    public var verdicts: [Verdict] { cases.compactMap { Verdict(rawValue: $0.verdict) } }
}

extension ReportCase {
    init(_ result: CaseResult, of suite: Suite, _ run: RunDescription) {
        self.init()
        let one = result.case
        (identifier, concept, level) = (one.identifier, suite.concept, suite.level.rawValue)
        (step, feature) = (one.step, one.coverage.feature)
        (requirement, source) = (one.requirement.must, one.requirement.source)
        (visibility, verdict, reason) = (one.visibility.rawValue, result.verdict.rawValue, result.reason)
        (points, possible) = (result.points, result.verdict == .skip ? 0 : one.weight)
        scenario = result.finding?.scenario ?? result.scenario
        finding = result.finding.map(ReportFinding.init)
        let folder = identifier.replacing("/", with: "-")
        evidence = result.evidence.map { ReportEvidence($0, in: "evidence/\(folder)") }
        seed = one.isSeeded ? Int(truncatingIfNeeded: result.seed) : nil
        let command = run.replay.isEmpty ? run.command : run.replay
        replay = "\(command) --focus \(identifier)" + (one.isSeeded ? " --seed \(result.seed)" : "")
        milliseconds = result.duration.milliseconds
    }
}

extension ReportFinding {
    init(_ finding: Finding) {
        self.init()
        (expected, observed) = (finding.expected, finding.observed)
        (documentation, source) = (finding.documentation, finding.source)
        (invariant, look) = (finding.invariant, finding.look)
    }
}

extension ReportEvidence {
    /// A name can't leave the folder.
    init(_ evidence: Evidence, in folder: String) {
        self.init()
        name = evidence.name.replacing("/", with: "-")
        file = "\(folder)/\(name)"
        text = evidence.text
    }
}

extension ReportEnvironment {
    static func here(sandbox: String) -> ReportEnvironment {
        var names = utsname()
        uname(&names)
        var environment = ReportEnvironment()
        environment.system = [text(names.sysname), text(names.release), text(names.machine)].joined(separator: " ")
        environment.processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        environment.user = geteuid() == 0 ? "root" : "user"
        environment.sandbox = sandbox
        return environment
    }

    /// C gives a tuple of characters, ended by a zero.
    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
