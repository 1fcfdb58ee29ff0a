/// A report for a terminal: a table, the first failure in full, the others in a line each.
///
/// One at a time, because the first is what to work on: later failures often come of the same fault.
public struct TerminalReport: Sendable {
    private let report: Report
    private let style: TerminalStyle

    public init(_ report: Report, style: TerminalStyle) {
        self.report = report
        self.style = style
    }

    public var text: String {
        var parts = report.profiles.map(table)
        if let first = failures.first { parts.append(explanation(of: first)) }
        parts += [others, notes, summary]
        return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var failures: [ReportCase] { report.cases.filter { $0.verdict == Verdict.fail.rawValue } }

    // MARK: - The table

    /// A profile's steps, or its core and extended parts where there are no steps.
    public func table(_ profile: ReportProfile) -> [String] {
        let title = style.spread("\(profile.name), \(profile.level)", "\(profile.points) of \(profile.possible) points")
        var lines = [style.bold(title), ""]
        for step in profile.steps {
            lines.append(row("\(step.number) \(step.title)", step.statistics, "\(step.points)/\(step.possible)"))
        }
        if profile.steps.isEmpty {
            lines.append(row("core", profile.core.statistics, profile.core.result))
        }
        if profile.extended.statistics.total > 0 {
            lines.append(row("extended", profile.extended.statistics, profile.extended.result))
        }
        return lines
    }

    private func row(_ name: String, _ counts: ReportStatistics, _ right: String) -> String {
        let numbers: [(Verdict, Int)] = [
            (.pass, counts.pass), (.fail, counts.fail), (.skip, counts.skip), (.unknown, counts.unknown),
        ]
        let shown = numbers.filter { $0.1 > 0 }
        let plain = shown.map { "\($0.0.mark) \($0.1)" }.joined(separator: "  ")
        let marks = shown.map { style.marked("\($0.0.mark) \($0.1)", $0.0.rawValue) }.joined(separator: "  ")
        let left = "  " + style.padded(style.shortened(name, to: 38), to: 40)
        let gap = String(repeating: " ", count: max(2, TerminalStyle.columns - left.count - plain.count - right.count))
        return left + marks + gap + right
    }

    // MARK: - Failures

    /// Scenario → expected, with the documentation's sentence → observed → invariant → where to look → replay.
    public func explanation(of one: ReportCase) -> [String] {
        let place = [one.step.map { "step \($0)" }, one.possible == 1 ? "1 point" : "\(one.possible) points"]
        let title = style.spread("✗ \(one.identifier)", place.compactMap(\.self).joined(separator: ", "))
        var lines = [style.marked(title, one.verdict), ""]
        lines += style.lines(of: one.requirement, width: TerminalStyle.columns - 2).map { "  \($0)" } + [""]
        if let finding = one.finding { lines += items(of: finding, after: one.scenario) }
        if !one.printed.isEmpty { lines += style.item("Printed", one.printed.joined(separator: "\n")) }
        if !one.replay.isEmpty { lines += style.item("Replay", one.replay) }
        return lines
    }

    private func items(of finding: ReportFinding, after scenario: [String]) -> [String] {
        let quotation = finding.documentation.isEmpty ? "" : "“\(finding.documentation)”"
        let documentation = [quotation, finding.source].filter { !$0.isEmpty }.joined(separator: "\n")
        let items = [
            ("Scenario", scenario.joined(separator: "\n")), ("Expected", finding.expected),
            ("", documentation), ("Observed", finding.observed), ("Invariant", finding.invariant),
            ("Look at", finding.look),
        ]
        return items.filter { !$0.1.isEmpty }.flatMap { style.item($0.0, $0.1) }
    }

    /// What isn't explained above: a line each.
    public var others: [String] {
        let rest = failures.dropFirst() + report.cases.filter { $0.verdict == Verdict.unknown.rawValue }
        let skipped = report.cases.filter { $0.verdict == Verdict.skip.rawValue }
        return (rest + skipped).map(line)
    }

    /// A case, and what was seen, on one line.
    public func line(_ one: ReportCase) -> String {
        let mark = Verdict(rawValue: one.verdict)?.mark ?? "?"
        let name = style.padded(one.identifier, to: nameWidth)
        let seen = one.finding?.observed ?? one.reason
        let left = "\(mark) \(name)  "
        return style.marked(mark, one.verdict) + " \(name)  "
            + style.faint(style.shortened(seen, to: TerminalStyle.columns - left.count))
    }

    private var nameWidth: Int { min(44, report.cases.map(\.identifier.count).max() ?? 0) }

    // MARK: - The end

    private var notes: [String] { report.notes.flatMap { style.lines(of: $0, width: TerminalStyle.columns) } }

    private var summary: [String] {
        let counts = ReportStatistics(report.cases)
        let seconds = report.cases.reduce(0) { $0 + $1.milliseconds } / 100
        return [
            "\(counts.pass) passed, \(counts.fail) failed, \(counts.skip) skipped, \(counts.unknown) unknown; "
                + "seed \(report.seed); \(seconds / 10).\(seconds % 10) s of cases"
        ]
    }
}
