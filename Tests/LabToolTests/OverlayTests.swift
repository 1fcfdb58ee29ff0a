import Conformance
import LabTool
import Linux
import Schema
import TestSupport
import Testing

/// Cases that students haven't seen, from an instructor's folder to what everybody gets to see.
@Suite("A private overlay", .timeLimit(.minutes(3)))
struct OverlayTests {
    private static let root = String(
        #filePath.prefix(upTo: #filePath.firstRange(of: "/Tests/LabToolTests")?.lowerBound ?? "".startIndex))
    private static let overlay = root + "/Conformance/ExampleOverlay"

    /// What the example has, and what a wrong program is told of it.
    private static let cases = ["scheduler/hidden/not-in", "scheduler/hidden/two-taints", "scheduler/overlay/thirds"]

    /// A step is written, the next two aren't: the first case passes, the hidden ones fail.
    private func submission(in folder: String) async throws {
        let lab = try Course(root: Self.root).lab("09")
        let solution = try lab.solutionFiles()
        for file in try lab.starterFiles() {
            let isWritten = file.path == "Predicates/NodeResourcesFit.swift"
            let text = isWritten ? solution.first { $0.path == file.path }?.text ?? "" : file.text
            let path = "\(folder)/\(file.path)"
            try makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
            try writeFile(path, text)
        }
        try makeFolder(folder + "/.lab")
        try writeFile(folder + "/.lab/state.json", #"{"lab":"09-Scheduler"}"#)
    }

    private func lab(_ arguments: String...) async throws -> ProgramResult {
        try await run([ToyCourse.products + "/lab"] + arguments, within: .seconds(150))
    }

    private func cases(_ path: String) throws -> [String: JSON] {
        let report = try JSON(parsing: readFile(path))
        let cases = (report["cases"]?.array ?? []).filter { Self.cases.contains($0["identifier"]?.string ?? "") }
        return [String: JSON](cases.map { ($0["identifier"]?.string ?? "", $0) }) { $1 }
    }

    @Test(
        "Graded: the instructor sees all, students see of hidden cases that they exist, Gradescope gets the visibility")
    func grade() async throws {
        try await withTemporaryFolder { folder in
            try await submission(in: folder + "/ada")
            let graded = try await lab(
                "grade", folder + "/ada", "--suite", Self.overlay, "--report-dir", folder + "/out", "--seed", "1")
            #expect(graded.status == 0, "\(graded.output)\(graded.errors)")
            let full = try cases(folder + "/out/ada/report.json")
            #expect(full.keys.sorted() == Self.cases)
            #expect(Self.cases.map { full[$0]?["verdict"]?.string } == ["fail", "fail", "pass"])
            #expect(full["scheduler/hidden/two-taints"]?["scenario"]?.array?.isEmpty == false)
            let shown = try cases(folder + "/out/ada/for-student/report.json")
            #expect(Self.cases.map { shown[$0]?["verdict"]?.string } == ["fail", "fail", "pass"])
            for hidden in Self.cases.prefix(2) {
                #expect(shown[hidden]?["requirement"]?.string == "A hidden case.")
                #expect(shown[hidden]?["finding"]?.isNull != false)
            }
            #expect(shown["scheduler/overlay/thirds"]?["requirement"]?.string?.hasPrefix("Three pods") == true)
            let scores = try JSON(parsing: readFile(folder + "/out/ada/gradescope.json"))["tests"]?.array ?? []
            let visibilities = Self.cases.map { name in
                scores.first { $0["name"]?.string == name }?["visibility"]?.string
            }
            #expect(visibilities == ["after_due_date", "hidden", "visible"])
        }
    }

    @Test("Checked: a hidden case counts, and says nothing of itself")
    func check() async throws {
        try await withTemporaryFolder { folder in
            try await submission(in: folder)
            let checked = try await lab(
                "check", "--folder", folder, "--suite", Self.overlay, "--focus", "scheduler/hidden,scheduler/overlay")
            #expect(checked.status == 1)
            #expect(checked.output.contains("✗ 2 Taints and tolerations"))
            #expect(checked.output.contains("A hidden case."))
            #expect(!checked.output.contains("n2"), "\(checked.output)")
        }
    }

    @Test("Past the due date what was hidden until then is shown, and nothing else") func pastDueDate() throws {
        let overlay = try Overlay(folder: Self.overlay)
        #expect(overlay.seed == 20251)
        let suite = try Catalogue.suite(of: try Course(root: Self.root).lab("09")).ofSteps.adding(overlay)
        let own = suite.cases.filter { Self.cases.contains($0.identifier) }
        let results = own.map { CaseResult(case: $0, verdict: .pass, seed: 1) }
        let report = Report([SuiteResult(suite: suite, results: results)], RunDescription())
        let hidden = { (report: Report) in report.cases.count { $0.requirement == "A hidden case." } }
        #expect(hidden(report) == 0)
        #expect(hidden(report.forStudents()) == 2)
        #expect(hidden(report.forStudents(isPastDueDate: true)) == 1)
    }
}
