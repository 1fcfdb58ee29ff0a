package import ArgumentParser
internal import Conformance
internal import Glibc
internal import Linux
internal import Schema

/// `lab grade`, which is also `dinghy grade`: what instructors use.
package struct GradeCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "grade", abstract: "Judge what was handed in: many submissions, each in a sandbox.",
        discussion: "A submission is a folder of Swift files. With root the sandbox is tight; see Labs/README.md.")

    @Argument(help: "Folders that were handed in.")
    var submissions: [String]

    @Option(help: "The lab's number.")
    var lab: String = "09"

    @Option(help: "Where the reports are written: a new or empty folder.")
    var reportDir: String

    @Option(help: "A private overlay: hidden cases and a secret seed.")
    var suite: String?

    @Flag(help: "Show students what was to be hidden until the due date.")
    var pastDueDate = false

    @Option(help: "Instead of the suite's own; the same seed gives the same marks.")
    var seed: UInt64?

    @Flag(help: "Also compare the submissions with each other and with the reference (similarity.txt).")
    var similarity = false

    package init() {}

    package func run() async throws {
        let reports = try wholePath(reportDir)
        if isFolder(reports), try !listFolder(reports).isEmpty { throw LabError("\(reports) is not empty") }
        let grader = try grader()
        let interruption = Interruption()
        defer { withExtendedLifetime(interruption) {} }
        try makeFolder(reports)
        let grades = try await grades(grader, reports)
        let sandbox = [grader.kind.rawValue] + (try grader.shortcomings)
        let summary = Summary(lab: grader.lab, grades: grades, sandbox: sandbox)
        try writeFile("\(reports)/summary.csv", summary.csv)
        try writeFile("\(reports)/summary.json", summary.json.pretty + "\n")
        try writeFile("\(reports)/summary.html", summary.html)
        if similarity {
            let table = try likeness(grader)
            try writeFile("\(reports)/similarity.txt", table)
            print("\n\(table)")
        }
        print(summary.terminal)
        print("\(reports)/summary.html")
        if !grades.allSatisfy(\.isCertain) { throw ArgumentParser.ExitCode(2) }
    }

    /// As many submissions at a time as there are processors.
    private func grades(_ grader: Grader, _ reports: String) async throws -> [Grade] {
        let all = Array(zip(submissions, Self.names(of: submissions)))
        let processors = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        var grades = [Grade?](repeating: nil, count: all.count)
        try await withThrowingTaskGroup(of: (Int, Grade).self) { group in
            var waiting = all.indices[...]
            var running = 0
            while running > 0 || !waiting.isEmpty {
                if running < processors, let index = waiting.popFirst() {
                    let (folder, name) = all[index]
                    group.addTask { (index, try await judge(folder, name, grader, reports)) }
                    running += 1
                } else if let (index, grade) = try await group.next() {
                    grades[index] = grade
                    running -= 1
                }
            }
        }
        return grades.compactMap(\.self)
    }

    private func judge(_ folder: String, _ name: String, _ grader: Grader, _ reports: String) async throws -> Grade {
        let grade = try await grade(folder, name, grader)
        Interruption.standStillIfBegun()
        try write(grade, of: grader, to: "\(reports)/\(name)")
        printError("\(name): \(grade.mark) (\(grade.state.rawValue), \(grade.seconds.tenths) s)\n")
        return grade
    }

    private func grader() throws -> Grader {
        let lab = try Course.find().lab(lab)
        let overlay = try suite.map { try Overlay(folder: try wholePath($0)) } ?? Overlay()
        let suite = try Catalogue.suite(of: lab).ofSteps.adding(overlay)
        var grader = try Grader(
            lab: lab, suite: suite, seed: seed ?? overlay.seed ?? 1, launcher: try wholePath("/proc/self/exe"))
        grader.hidden = try [self.suite, reportDir].compactMap(\.self).map { try wholePath($0) }
        return grader
    }

    private func grade(_ folder: String, _ name: String, _ grader: Grader) async throws -> Grade {
        do {
            let submission = try SubmissionReader.read(try wholePath(folder), name: name)
            return try await withScratchFolder { await grader.grade(submission, work: $0) }
        } catch let error as Refusal {
            return grader.zero(name, .refused, "\(error)")
        }
    }

    /// Which submissions look alike, or like the reference; refused ones are left out.
    private func likeness(_ grader: Grader) throws -> String {
        var prints: [String: Fingerprint] = [:]
        for (folder, name) in zip(submissions, Self.names(of: submissions)) {
            guard let submission = try? SubmissionReader.read(try wholePath(folder), name: name) else { continue }
            prints[name] = Fingerprint(of: submission.files.map { String(decoding: $0.text, as: UTF8.self) })
        }
        let lab = grader.lab
        return SimilarityTable(
            prints, given: Fingerprint(of: try lab.starterFiles().map(\.text)),
            reference: Fingerprint(of: try lab.solutionFiles().map(\.text))
        ).text()
    }

    private func write(_ grade: Grade, of grader: Grader, to folder: String) throws {
        var run = RunDescription()
        run.subject = grade.name
        let overlay = suite.map { " --suite \($0)" } ?? ""
        run.command = "dinghy grade \(grade.name) --lab \(grader.lab.number) --report-dir out" + overlay
        run.replay = "dinghy conformance run --lab \(grader.lab.number)=\(grade.name)" + overlay
        if grade.isCertain, let most = grade.marks?.most { run.mark = "\(grade.mark) of \(Marks.text(most)) points" }
        run.seed = grader.seed
        run.date = Time(seconds: Int(realNanoseconds() / 1_000_000_000))
        run.sandbox = grader.kind.rawValue
        run.notes = ([grade.explanation] + grade.remarks).filter { !$0.isEmpty }
        let report = Report([SuiteResult(suite: grader.suite, results: grade.results)], run)
        try ReportFolder(folder).write(report)
        try ReportFolder(folder + "/for-student").write(report.forStudents(isPastDueDate: pastDueDate))
    }

    /// The folders' own names; a second one of a name gets a number.
    static func names(of folders: [String]) -> [String] {
        var taken: Set<String> = []
        return folders.map { folder in
            let own = String(lastPart(folder).map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" })
            let base = own.isEmpty || own.hasPrefix(".") ? "submission" : own
            let name = ([base] + (2...folders.count + 1).map { "\(base)-\($0)" }).first { !taken.contains($0) } ?? base
            taken.insert(name)
            return name
        }
    }
}
