internal import ArgumentParser
internal import Conformance
internal import Glibc
internal import Linux
internal import Schema

/// Build, then the suite step by step: what a student runs a hundred times.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Build your workspace and run the suite, step by step.",
        discussion:
            "Stops at the first step that isn't finished. Ends with 0 when all is green, 1 when something isn't.")

    @OptionGroup var options: WorkspaceOptions

    @Flag(help: "Again and again, whenever you save a file. Ends with Ctrl-C.")
    var watch = false

    @Flag(help: "All steps, not only up to the first that isn't finished.")
    var all = false

    @Option(help: "Only the cases whose identifiers contain this.")
    var focus = ""

    @Option(help: "An overlay with further cases; of hidden ones you see what students see.")
    var suite: String?

    @Option(help: "Of a run that is to be replayed.")
    var seed: UInt64?

    @Option(help: "Where report.html, junit.xml and the other forms are written. (default: .lab/report)")
    var reportDir: String?

    func run() async throws {
        printLineByLine()
        let interruption = Interruption()
        defer { withExtendedLifetime(interruption) {} }
        let workspace = try options.workspace()
        let overlay = try suite.map { try Overlay(folder: try wholePath($0)) }
        let session = try CheckSession(
            workspace: workspace, overlay, focus: Focus(focus),
            seed: seed ?? overlay?.seed ?? .random(in: 1...999_999_999), goesOn: all || !focus.isEmpty,
            reports: reportDir)
        guard watch else { throw ExitCode(try await session.run()) }
        while true {
            let watch = try FileWatch(folder: workspace.folder)
            print(isatty(1) == 1 ? "\u{1b}[2J\u{1b}[H" : "", terminator: "")
            _ = try await session.run()
            print("\nWaiting for a file to be saved; Ctrl-C ends this.")
            try watch.waitForChange()
        }
    }
}

/// What one check does, in order, and what it prints.
struct CheckSession {
    let workspace: Workspace
    let suite: Suite
    let compiler: Compiler
    let focus: Focus
    let seed: UInt64
    let goesOn: Bool
    let reports: String?
    private let hasOverlay: Bool
    private let style = TerminalStyle(isColoured: isatty(1) == 1)

    init(
        workspace: Workspace, _ overlay: Overlay?, focus: Focus, seed: UInt64, goesOn: Bool, reports: String?
    ) throws {
        self.workspace = workspace
        hasOverlay = overlay != nil
        self.focus = focus
        self.seed = seed
        self.goesOn = goesOn
        self.reports = reports
        suite = try Catalogue.suite(of: workspace.lab).ofSteps.adding(overlay ?? Overlay()).focused(on: focus)
        compiler = try Compiler(lab: workspace.lab, toolkit: try Toolkit(course: workspace.lab.course))
    }

    /// - Returns: the exit code.
    func run() async throws -> Int32 {
        let lab = workspace.lab
        print("Lab \(lab.number), \(lab.description.title): \(workspace.folder)")
        progress("Building …")
        let built = try compiler.build(workspace.folder, output: workspace.build)
        Interruption.standStillIfBegun()
        progress("")
        try workspace.change { $0.checks += 1 }
        guard let program = built.worker else {
            print("✗ It doesn't compile:\n\n\(built.messages)")
            return 1
        }
        print("✓ built in \(built.seconds.tenths) s")
        let display = ProgressDisplay(of: suite.cases.count, isTerminal: isatty(2) == 1) { text in
            if isatty(2) == 1 { printError(text) }
        }
        let check = Check(lab: lab, suite: suite, runner: Runner(seed: seed, progress: display.show))
        let steps = await check.run(worker(program), all: goesOn) { step in
            Interruption.standStillIfBegun()
            display.end()
            printLine(of: step)
        }
        return try conclude(steps)
    }

    private func worker(_ program: String) -> WorkerProgram {
        let limits = workspace.lab.description.limits
        var use = WorkerLimits()
        use.memory = UInt64(limits.memoryMiB) << 20
        return WorkerProgram(program, directory: workspace.build, callLimit: .seconds(limits.callSeconds), limits: use)
    }

    private func printLine(of step: Check.StepResult) {
        guard !step.results.isEmpty else { return }
        let title = workspace.lab.description.steps[step.number - 1].title
        let counts = "\(step.passed.count) of \(step.results.count) cases"
        print("\(step.isGreen ? "✓" : "✗") \(step.number) \(title)".padded(to: 44) + counts)
    }

    private func conclude(_ steps: [Check.StepResult]) throws -> Int32 {
        let report = try report(steps)
        explain(report)
        if focus.description.isEmpty {
            try workspace.change { state in
                let tried = steps.filter { !$0.results.isEmpty }
                let red = Set(tried.filter { !$0.isGreen }.map(\.number))
                state.green = Set(state.green + tried.filter(\.isGreen).map(\.number)).subtracting(red).sorted()
            }
            printNext(steps)
        }
        let folder = try reports.map { try wholePath($0) } ?? workspace.folder + "/.lab/report"
        try ReportFolder(folder).write(report)
        print("Report and evidence: \(folder)/report.html")
        return Conformance.ExitCode.of(report.verdicts)
    }

    private func report(_ steps: [Check.StepResult]) throws -> Report {
        var run = RunDescription()
        run.subject = workspace.folder
        run.command = "\(ownCommand) check \(workspace.lab.number)"
        let marks = Marks(workspace.lab.description, steps.flatMap(\.results))
        run.mark = "\(Marks.text(marks.total)) of \(Marks.text(marks.most)) points"
        run.seed = seed
        run.focus = focus
        run.date = Time(seconds: Int(realNanoseconds() / 1_000_000_000))
        let gaveUp = try workspace.state().gaveUp
        if !gaveUp.isEmpty {
            run.notes.append("The solution was looked at in step \(gaveUp.map(String.init).joined(separator: ", ")).")
        }
        let report = Report([SuiteResult(suite: suite, results: steps.flatMap(\.results))], run)
        return hasOverlay ? report.forStudents() : report
    }

    /// The first failure in full, the others in a line each.
    private func explain(_ report: Report) {
        let text = TerminalReport(report, style: style)
        let failed = report.cases.filter {
            $0.verdict == Verdict.fail.rawValue || $0.verdict == Verdict.unknown.rawValue
        }
        guard let first = failed.first else { return }
        print("\n" + text.explanation(of: first).joined(separator: "\n"))
        let others = failed.dropFirst()
        if !others.isEmpty { print("\n" + others.prefix(12).map(text.line).joined(separator: "\n")) }
        if others.count > 12 { print("… and \(others.count - 12) more") }
        for note in report.notes { print("\n\(note)") }
    }

    private func printNext(_ steps: [Check.StepResult]) {
        let description = workspace.lab.description
        let marks = Marks(description, steps.flatMap(\.results))
        let points = "\(Marks.text(marks.total)) of \(Marks.text(marks.most)) points."
        guard let next = steps.first(where: { !$0.isGreen }) else { return print("\n\(points) All steps are green.") }
        let step = description.steps[next.number - 1]
        let place = step.files.joined(separator: ", ")
        print("\n" + "\(points) Next: step \(next.number), in \(place).".wrapped(indentation: 2))
        print("Stuck? \(ownCommand) hint")
    }

    private func progress(_ text: String) {
        if isatty(2) == 1 { printError("\r\u{1b}[K" + text) }
    }
}

func printError(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(2, bytes, bytes.count)
}

extension Double {
    /// With one digit behind the point.
    var tenths: String {
        let tenths = Int((self * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
