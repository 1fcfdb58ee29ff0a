/// A case, and what came of it.
public struct CaseResult: Sendable {
    public var `case`: Case
    public var verdict: Verdict
    /// Why it was skipped, or why the harness can't tell; empty otherwise.
    public var reason = ""
    /// What was wrong, of a case that failed.
    public var finding: Finding?
    /// What happened, a sentence each.
    public var scenario: [String] = []
    public var evidence: [Evidence] = []
    /// Of the run: with it the case replays alone.
    public var seed: UInt64
    public var duration = Duration.zero

    public init(
        case: Case, verdict: Verdict, reason: String = "", finding: Finding? = nil, seed: UInt64
    ) {
        self.case = `case`
        self.verdict = verdict
        self.reason = reason
        self.finding = finding
        self.seed = seed
    }

    public var points: Int { verdict == .pass ? `case`.weight : 0 }
}

/// A suite, and what came of its cases, in the suite's order.
public struct SuiteResult: Sendable {
    public var suite: Suite
    public var results: [CaseResult]

    public init(suite: Suite, results: [CaseResult]) {
        self.suite = suite
        self.results = results
    }
}

/// What a run tells a shell.
public enum ExitCode {
    /// 0: no case failed; 1: at least one did; 2: none did, but of at least one the harness can't tell.
    public static func of(_ verdicts: some Sequence<Verdict>) -> Int32 {
        let verdicts = Set(verdicts)
        return verdicts.contains(.fail) ? 1 : verdicts.contains(.unknown) ? 2 : 0
    }
}
