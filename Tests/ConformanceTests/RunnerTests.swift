import Conformance
import Linux
import Schema
import Synchronization
import TestSupport
import Testing

@Suite struct RunnerTests {
    private let runner = Runner(seed: 42, parallelism: 4)

    @Test func whateverACaseDoesTheRunGoesOn() async throws {
        let result = await runner.run(testSuite(), on: .lab(testWorker()))
        let verdicts = result.results.map { "\($0.case.identifier) \($0.verdict)" }
        #expect(
            verdicts == [
                "test/answers pass", "test/order fail", "test/crash fail", "test/hang fail", "test/exit fail",
                "test/forge fail", "test/chatter fail", "test/missing fail", "test/skipped skip", "test/random pass",
                "test/harness unknown",
            ])
        #expect(result.results[1].evidence.first?.name == "calls.txt")
        #expect(result.results[1].evidence.first?.text.hasSuffix("← {\"id\":1,\"result\":\"db\"}\n") == true)
        #expect(result.results[7].finding?.look == "TaintToleration.swift, line 31")
    }

    @Test func theSameSeedGivesTheSameChanceAloneAndAmongOthers() async throws {
        let among = await runner.run(testSuite(), on: .lab(testWorker())).results[9].evidence
        let alone = await runner.run(testSuite().focused(on: Focus("test/random")), on: .lab(testWorker()))
        let other = await Runner(seed: 43).run(testSuite().focused(on: Focus("random")), on: .lab(testWorker()))
        #expect(alone.results.map(\.evidence) == [among])
        #expect(other.results.map(\.evidence) != [among])
    }

    @Test func aCaseThatDoesNotEndIsHeldAgainstTheCodeOnlyWhenItIsTheCodeThatDoesNot() async throws {
        let nothing = Requirement("A case MUST end.", source: "the tests")
        let suite = Suite(
            1, "Time", level: .lab,
            cases: [
                // Long enough to start the worker and ask it, shorter than a call may take.
                Case("time/code", nothing, timeLimit: .seconds(1)) { scenario in
                    _ = try await scenario.worker().call("hang")
                },
                Case("time/harness", nothing, timeLimit: .milliseconds(300)) { _ in
                    try await Task.sleep(for: .seconds(60))
                },
            ])
        let result = await runner.run(suite, on: .lab(testWorker()))
        #expect(result.results.map(\.verdict) == [.fail, .unknown])
    }

    @Test func aSettingIsMadeOnceAndWhatGoesWrongWithItIsNoCasesFault() async throws {
        let made = Mutex(0)
        var suite = Suite(
            1, "Setting", level: .component,
            setting: { _, run in
                made.withLock { $0 += 1 }
                try await run("the server's address")
                throw Undecided("it didn't stop")
            },
            cases: (1...3).map { number in
                Case("setting/\(number)", Requirement("It MUST be there.", source: "the tests")) { scenario in
                    try scenario.expect(
                        "the setting", try scenario.setting(as: String.self), equals: "the server's address")
                }
            })
        let subject = Subject.component(["scheduler": "/bin/false"])
        #expect(await runner.run(suite, on: subject).results.map(\.verdict) == [.pass, .pass, .pass])
        #expect(made.withLock(\.self) == 1)
        suite.setting = { _, _ in throw Undecided("no API server") }
        let result = await runner.run(suite, on: subject)
        #expect(result.results.map(\.verdict) == [.unknown, .unknown, .unknown])
        #expect(result.results.first?.reason == "what the cases need could not be prepared: no API server")
    }

    @Test func aProgramThatCannotBeStartedIsNoFailureOfTheCode() async throws {
        let suite = testSuite().focused(on: Focus("test/answers"))
        let result = await runner.run(suite, on: .lab(WorkerProgram("/nowhere/at/all", directory: "/nowhere")))
        #expect(result.results.map(\.verdict) == [.unknown])
    }

    @Test func theShellIsToldOfFailuresThenOfDoubts() {
        #expect(ExitCode.of([.pass, .skip]) == 0)
        #expect(ExitCode.of([.pass, .unknown, .fail]) == 1)
        #expect(ExitCode.of([.pass, .unknown]) == 2)
    }

    @Test(arguments: [
        ("", 11), ("crash", 1), ("test/", 11), ("exit,forge", 2), ("test/*d", 3), ("nothing", 0),
    ])
    func aFocusMeansTheCasesWhoseIdentifiersContainIt(_ focus: String, _ count: Int) {
        #expect(testSuite().focused(on: Focus(focus)).cases.count == count)
    }

    @Test(arguments: [true, false])
    func progressIsALineForEachCaseOrOneThatChanges(_ isTerminal: Bool) async throws {
        let text = Mutex("")
        let display = ProgressDisplay(of: 2, isTerminal: isTerminal) { part in text.withLock { $0 += part } }
        let serial = Runner(seed: 1, parallelism: 1, progress: display.show)
        _ = await serial.run(testSuite().focused(on: Focus("test/answers,skipped")), on: .lab(testWorker()))
        display.end()
        let shown = text.withLock(\.self).replacing("\r\u{1b}[K", with: "|")
        #expect(
            shown
                == (isTerminal
                    ? "|0/2    test/answers|1/2  ✓ 1  test/answers|1/2  ✓ 1  test/skipped|2/2  ✓ 1  – 1  test/skipped|"
                    : "1/2 pass test/answers\n2/2 skip test/skipped\n"))
    }
}
