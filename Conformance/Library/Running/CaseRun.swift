/// One case from its first line to its verdict.
struct CaseRun: Sendable {
    let `case`: Case
    let subject: Subject
    /// Of the run.
    let seed: UInt64
    let setting: (any Sendable)?

    /// Always returns a verdict, whatever the story or the code under test does.
    func run() async -> CaseResult {
        var own = Randomness(seed: seed, named: `case`.identifier)
        let scenario = Scenario(subject, requirement: `case`.requirement, seed: own.next(), setting: setting)
        let start = ContinuousClock.now
        let ending = await tell(scenario)
        scenario.end()
        var result = result(of: ending, scenario)
        (result.scenario, result.evidence) = (scenario.sentences, scenario.evidence)
        if result.verdict != .pass, let transcript = scenario.transcript { result.evidence.append(transcript) }
        result.duration = ContinuousClock.now - start
        return result
    }

    private enum Ending: Sendable {
        case returned
        case threw(any Error)
        /// By then the worker was being asked this much longer than the story has time.
        case timeOver(isAsking: Bool)
        /// The clock was stopped: the story had ended before.
        case clockStopped
    }

    private func tell(_ scenario: Scenario) async -> Ending {
        await withTaskGroup(of: Ending.self) { group in
            group.addTask {
                do { try await `case`.story(scenario) } catch { return .threw(error) }
                return .returned
            }
            group.addTask {
                do { try await Task.sleep(for: `case`.timeLimit) } catch { return .clockStopped }
                let isAsking = scenario.waiting != nil
                // Now a call that waits for an answer throws, and the story ends.
                scenario.end()
                return .timeOver(isAsking: isAsking)
            }
            defer { group.cancelAll() }
            return await group.next() ?? .clockStopped
        }
    }

    private func result(of ending: Ending, _ scenario: Scenario) -> CaseResult {
        var result = CaseResult(case: `case`, verdict: .pass, seed: seed)
        switch ending {
        case .returned: break
        case .threw(let error as Finding): (result.verdict, result.finding) = (.fail, error)
        case .threw(let error as CodeUnderTestError):
            (result.verdict, result.finding) = (.fail, finding(for: error, scenario))
        case .threw(let error as Skipped): (result.verdict, result.reason) = (.skip, error.reason)
        case .threw(let error): (result.verdict, result.reason) = (.unknown, "\(error)")
        case .timeOver(isAsking: true): (result.verdict, result.finding) = (.fail, findingOfTimeLimit(scenario))
        case .timeOver, .clockStopped:
            result.verdict = .unknown
            result.reason = "the case did not end within \(`case`.timeLimit.milliseconds / 1000) s"
        }
        return result
    }

    private func finding(for error: CodeUnderTestError, _ scenario: Scenario) -> Finding {
        var finding = Finding(
            scenario: scenario.sentences, expected: "an answer to `\(error.call)`",
            documentation: `case`.requirement.says, source: `case`.requirement.source, observed: "\(error)",
            invariant: `case`.requirement.invariant, look: `case`.requirement.look)
        if case .notWritten(_, let file, let line) = error.reason { finding.look = "\(file), line \(line)" }
        return finding
    }

    private func findingOfTimeLimit(_ scenario: Scenario) -> Finding {
        let seconds = `case`.timeLimit.milliseconds / 1000
        return Finding(
            scenario: scenario.sentences, expected: "all answers of this case within \(seconds) s",
            documentation: `case`.requirement.says, source: `case`.requirement.source,
            observed: "your code was still at work after \(seconds) s",
            invariant: `case`.requirement.invariant, look: `case`.requirement.look)
    }
}
