internal import Glibc
internal import Synchronization

/// Runs the cases of suites, some at a time, and collects their verdicts.
///
/// Each case is told apart from the others: it has a seed of its own (from the run's and its identifier), and at lab level
/// a fresh process. So a case alone gives what it gave among others, and the order doesn't matter.
public struct Runner: Sendable {
    public var seed: UInt64
    /// Cases at a time.
    public var parallelism: Int
    /// Told of each case as it begins and ends, one call at a time.
    public var progress: @Sendable (Progress) -> Void

    public enum Progress: Sendable {
        case began(Case, of: Suite)
        case ended(CaseResult, of: Suite)
    }

    /// - Parameters:
    ///   - seed: by default one that nobody knows before; the report names it.
    ///   - parallelism: by default as many as there are processors.
    public init(
        seed: UInt64 = .random(in: 1...999_999_999), parallelism: Int? = nil,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) {
        self.seed = seed
        self.parallelism = max(1, parallelism ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        self.progress = progress
    }

    /// All cases of the suite, however they and the code under test behave.
    public func run(_ suite: Suite, on subject: Subject) async -> SuiteResult {
        guard subject.level == suite.level else {
            return unknown(suite, "the suite examines a \(suite.level.rawValue), not a \(subject.level.rawValue)")
        }
        guard let prepare = suite.setting, !suite.cases.isEmpty else { return await tell(suite, subject, nil) }
        let told = Mutex<SuiteResult?>(nil)
        do {
            try await prepare(subject) { setting in
                let result = await tell(suite, subject, setting)
                told.withLock { $0 = result }
            }
        } catch {
            // What fails after the cases, cleaning up, changes no verdict.
            return told.withLock(\.self) ?? unknown(suite, "what the cases need could not be prepared: \(error)")
        }
        return told.withLock(\.self) ?? unknown(suite, "what the cases need was not prepared")
    }

    /// First those that may run beside others, then the others, one by one.
    private func tell(_ suite: Suite, _ subject: Subject, _ setting: (any Sendable)?) async -> SuiteResult {
        let runs = suite.cases.map { CaseRun(case: $0, subject: subject, seed: seed, setting: setting) }
        var results = [CaseResult?](repeating: nil, count: runs.count)
        await tell(runs.indices.filter { !runs[$0].case.isAlone }, of: runs, parallelism, suite, into: &results)
        await tell(runs.indices.filter { runs[$0].case.isAlone }, of: runs, 1, suite, into: &results)
        return SuiteResult(suite: suite, results: results.compactMap(\.self))
    }

    private func tell(
        _ chosen: [Int], of runs: [CaseRun], _ parallelism: Int, _ suite: Suite, into results: inout [CaseResult?]
    ) async {
        await withTaskGroup(of: (Int, CaseResult).self) { group in
            var waiting = chosen[...]
            var running = 0
            while running > 0 || !waiting.isEmpty {
                if running < parallelism, let next = waiting.popFirst() {
                    progress(.began(runs[next].case, of: suite))
                    group.addTask { (next, await runs[next].run()) }
                    running += 1
                } else if let (index, result) = await group.next() {
                    running -= 1
                    results[index] = result
                    progress(.ended(result, of: suite))
                }
            }
        }
    }

    private func unknown(_ suite: Suite, _ reason: String) -> SuiteResult {
        let results = suite.cases.map { CaseResult(case: $0, verdict: .unknown, reason: reason, seed: seed) }
        for result in results { progress(.ended(result, of: suite)) }
        return SuiteResult(suite: suite, results: results)
    }
}
