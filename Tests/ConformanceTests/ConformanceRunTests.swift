import Conformance
import Schema
import Testing

/// What the command does, without the command.
@Suite struct ConformanceRunTests {
    private var run: ConformanceRun {
        var run = ConformanceRun(
            [testSuite(), testSuite(number: 10), testSuite(level: .component)], on: .lab(testWorker()),
            name: "labs/mine",
            command: "dinghy conformance run --lab labs/mine")
        run.focus = Focus("test/answers,test/random")
        return run
    }

    @Test func theSuitesOfTheSubjectsLevelAreRun() async throws {
        let report = try await run.run { _ in }
        #expect(report.profiles.map(\.name) == ["09-Scheduler", "10-Scheduler"])
        #expect(report.profiles.map(\.core.result) == ["success", "success"])
        #expect(report.points == 8 && report.possible == 8)
    }

    /// The command that a report names gives the same again.
    @Test func aReportNamesTheCommandThatReproducesIt() async throws {
        let first = try await run.run { _ in }
        let words = first.reproduce.split(separator: " ")
        #expect(
            first.reproduce.hasPrefix(
                "dinghy conformance run --lab labs/mine --focus 'test/answers,test/random' --seed "))
        var again = run
        again.seed = words.last.flatMap { UInt64($0) }
        let second = try await again.run { _ in }
        #expect(second.cases.map(\.evidence) == first.cases.map(\.evidence))
        #expect(second.suiteHash == first.suiteHash)
    }

    @Test func aFocusThatMeansNothingIsAnError() async throws {
        var nothing = run
        nothing.focus = Focus("coffee/machine")
        await #expect(throws: ScriptError("no case's identifier contains coffee/machine")) {
            try await nothing.run { _ in }
        }
    }

    @Test func aListTellsWhatIsDemanded() throws {
        try expectGolden("list.txt", SuiteListing([testSuite()], style: TerminalStyle(isColoured: false)).text)
    }
}
