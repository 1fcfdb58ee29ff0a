import ArgumentParser
import Conformance
import Glibc
import Linux

/// The documentation as test cases, run against code, a program or a cluster.
struct ConformanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Test whether code, a program or a cluster does what the documentation says.",
        subcommands: [ConformanceListCommand.self, ConformanceRunCommand.self])
}

struct ConformanceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the cases, and what each demands.")

    @Option(help: "Only cases whose identifiers contain this; several with commas, * for anything.")
    var focus = ""

    @Option(help: "Only this level: lab, component or cluster.")
    var level: String?

    @Option(name: .customLong("suite"), help: "A folder with hidden cases, which are listed, too.")
    var overlay: String?

    func run() throws {
        let overlay = try overlay.map { try Overlay(folder: $0) } ?? Overlay()
        let suites = try Suites.all.filter { level == nil || $0.level.rawValue == level }.map {
            try $0.adding(overlay).focused(on: Focus(focus))
        }
        let listing = SuiteListing(suites, style: TerminalStyle(isColoured: isatty(1) == 1))
        print(listing.text, terminator: "")
    }
}

struct ConformanceRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run the cases of one level, and report.",
        discussion: "Ends with 0 when no case failed, 1 when one did, 2 when of one the harness can't tell.")

    @OptionGroup var target: ConformanceTarget

    @Option(help: "Only cases whose identifiers contain this; several with commas, * for anything.")
    var focus = ""

    @Option(help: "A seed that a report named: everything random repeats.")
    var seed: UInt64?

    @Option(help: "Where the report is written in all its forms.")
    var reportDir: String?

    @Option(name: .customLong("suite"), help: "A folder with hidden cases and a secret seed.")
    var overlay: String?

    @Option(help: "How many cases at a time. (default: as many as there are processors)")
    var parallelism: Int?

    func run() async throws {
        let overlay = try overlay.map { try Overlay(folder: $0) } ?? Overlay()
        try await target.withSubject { subject in
            var run = ConformanceRun(try target.suites(), on: subject, name: target.name, command: command)
            (run.focus, run.seed, run.overlay, run.parallelism) = (Focus(focus), seed, overlay, parallelism)
            let display = ProgressDisplay(of: try run.chosen().reduce(0) { $0 + $1.cases.count })
            let report = try await run.run(progress: display.show)
            display.end()
            try conclude(report)
        }
    }

    private var command: String {
        (["dinghy conformance run", target.options] + (overlay.map { ["--suite \(shellWord($0))"] } ?? [])).joined(
            separator: " ")
    }

    private func conclude(_ report: Report) throws {
        print(TerminalReport(report, style: TerminalStyle(isColoured: isatty(1) == 1)).text, terminator: "")
        if let reportDir {
            try ReportFolder(reportDir).write(report)
            print("The report is in \(reportDir)/report.html, and beside it in other forms.")
        }
        throw ArgumentParser.ExitCode(Conformance.ExitCode.of(report.verdicts))
    }
}
