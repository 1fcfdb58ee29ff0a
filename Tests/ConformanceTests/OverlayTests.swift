import Conformance
import Linux
import Schema
import TestSupport
import Testing

/// What instructors add without compiling anything.
@Suite struct OverlayTests {
    private let script = """
        # Written by an instructor.
        case: test/hidden/echo
        must: A worker MUST answer in order.
        source: https://example.org/order
        step: 2
        weight: 4
        visibility: hidden
        ---
        first   # a comment
        second
        ---
        first
        SECOND
        """

    @Test func anOverlaysScriptsBecomeCasesWithItsSecretSeed() async throws {
        try await withTemporaryFolder { folder in
            try makeFolder("\(folder)/09-Scheduler")
            try writeFile("\(folder)/09-Scheduler/echo.case", script)
            try writeFile("\(folder)/seed", "271828\n")
            let overlay = try Overlay(folder: folder)
            #expect(overlay.seed == 271828)
            let suite = try testSuite().adding(overlay).focused(on: Focus("hidden"))
            let result = await Runner(seed: 1).run(suite, on: .lab(testWorker()))
            let finding = try #require(result.results.first?.finding)
            #expect(finding.scenario == ["first", "second"])
            #expect(finding.expected == "first\nSECOND")
            #expect(finding.observed == "first\nsecond")
        }
    }

    @Test(arguments: [
        ("case: a\n---\nx", "has 2 parts; a head, commands, and what they print, with --- between"),
        ("case: a\nmust: b\n---\n---\n", "`source:` is missing"),
        ("colour: blue\n---\n---\n", "no such word: colour: blue"),
        ("step: two\n---\n---\n", "not a number: step: two"),
    ])
    func aScriptThatIsNoneSaysWhy(_ text: String, _ reason: String) {
        #expect(throws: ScriptError(reason)) { try Script(text) }
    }

    @Test func theWorkerSeesNothingOfTheStory() async throws {
        let scenario = try testScenario()
        let worker = try scenario.worker()
        // It is asked, and nothing else reaches it: what is expected stays with whoever judges.
        #expect(try await worker.call("echo", "only this") == "only this")
    }

    @Test func studentsSeeOfAHiddenCaseThatItExistsAndItsPoints() async throws {
        let suite = try testSuite().focused(on: Focus("answers")).addingScript(script)
        let result = await Runner(seed: 42).run(suite, on: .lab(testWorker()))
        let report = testReport([result])
        let shown = report.forStudents().json.description
        #expect(report.json.description.contains("SECOND"))
        #expect(!shown.contains("SECOND") && !shown.contains("42") && shown.contains("test/hidden/echo"))
        #expect(report.forStudents().cases.map(\.possible) == [3, 4])
        #expect(report.exercism["tests"]?.array?.count == 1)
    }
}

extension Suite {
    fileprivate func addingScript(_ text: String) throws -> Suite {
        var overlay = Overlay()
        overlay.scripts[concept] = [try Script(text)]
        return try adding(overlay)
    }
}
