import Conformance
import Glibc
import Linux
import Schema
import TestSupport
import Testing

/// The forms of a report, held against files in `Golden/`. `GOLDEN=write swift test --filter ReportTests` writes them
/// anew; then look at what has changed.
@Suite struct ReportTests {
    private func report() async -> Report {
        testReport([await Runner(seed: 42, parallelism: 4).run(testSuite(), on: .lab(testWorker()))])
    }

    @Test func theFormsOfAReportAreAsTheyWere() async throws {
        let report = await report()
        try expectGolden("terminal.txt", TerminalReport(report, style: TerminalStyle(isColoured: false)).text)
        try expectGolden("report.json", report.json.pretty + "\n")
        try expectGolden("junit.xml", report.junit)
        try expectGolden("gradescope.json", report.gradescope.pretty + "\n")
        try expectGolden("results.json", report.exercism.pretty + "\n")
        try expectGolden("report.html", HTMLReport(report).text)
    }

    @Test func aTerminalsLinesHaveEightyColumns() async throws {
        let text = TerminalReport(await report(), style: TerminalStyle(isColoured: false)).text
        let long = text.split(separator: "\n").filter {
            $0.count > 80 && !$0.contains("http") && !$0.contains("--focus")
        }
        #expect(long == [])
    }

    @Test func aReportIsReadBackAsItWasWritten() async throws {
        var report = await report()
        for index in report.cases.indices {
            for evidence in report.cases[index].evidence.indices { report.cases[index].evidence[evidence].text = "" }
        }
        #expect(try Report(json: try JSON(parsing: report.json.bytes)) == report)
    }

    @Test func theFolderHasEveryFormAndTheEvidence() async throws {
        let report = await report()
        try await withTemporaryFolder { folder in
            try ReportFolder("\(folder)/out").write(report)
            try ReportFolder("\(folder)/out").write(report)
            let files = ["evidence", "gradescope.json", "junit.xml", "report.html", "report.json", "results.json"]
            #expect(try listFolder("\(folder)/out") == files)
            #expect(try readText("\(folder)/out/evidence/test-chatter/output.txt") == "line 0")
        }
    }

    /// Without what the finding says already, and without the runtime's backtrace.
    @Test func aFailureShowsTheLastLinesThatTheCodePrinted() {
        var one = ReportCase()
        (one.verdict, one.finding, one.evidence) = ("fail", ReportFinding(), [ReportEvidence()])
        one.finding?.observed = "it crashed\nFatal error: Index out of range"
        one.evidence[0].name = "output.txt"
        one.evidence[0].text =
            (1...20).map { "node n\($0)\n" }.joined() + "Fatal error: Index out of range\n*** Signal 4: Backtracing\n"
        let text = TerminalReport(Report(), style: TerminalStyle(isColoured: false)).explanation(of: one)
        #expect(text.contains("  Printed    … 12 more lines before"))
        #expect(text.last == "             node n20")
    }

    @Test func whatTheCodeSaysCannotBecomePartOfThePage() async throws {
        var report = testReport([])
        var one = ReportCase()
        one.verdict = "fail"
        one.finding = ReportFinding()
        one.finding?.observed = "</dd><script>alert(1)</script>\u{1b}[2J"
        report.cases = [one]
        #expect(!HTMLReport(report).text.contains("<script"))
        #expect(!report.junit.contains("<script") && !report.junit.contains("\u{1b}"))
    }
}

/// Where this file lies, at the time of building.
private let goldenFolder = #filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.startIndex) + "/Golden"

func expectGolden(_ name: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let path = "\(goldenFolder)/\(name)"
    if getenv("GOLDEN") != nil {
        try makeFolder(String(goldenFolder))
        return try writeFile(path, text)
    }
    let golden = String(decoding: try readFile(path), as: UTF8.self)
    let lines = (golden.split(separator: "\n"), text.split(separator: "\n"))
    let difference = zip(lines.0, lines.1).first { $0 != $1 }
    #expect(
        golden == text, "\(name): \(difference.map { "\($0.0)\n→ \($0.1)" } ?? "more or fewer lines")",
        sourceLocation: sourceLocation)
}
