/// What suites there are and what each case demands: `dinghy conformance list`.
public struct SuiteListing: Sendable {
    private let suites: [Suite]
    private let style: TerminalStyle

    public init(_ suites: [Suite], style: TerminalStyle) {
        self.suites = suites
        self.style = style
    }

    public var text: String {
        suites.filter { !$0.cases.isEmpty }.map { suite in
            ([head(suite), ""] + suite.cases.flatMap(lines)).joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private func head(_ suite: Suite) -> String {
        let points = suite.cases.reduce(0) { $0 + $1.weight }
        return style.bold(
            style.spread("\(suite.concept), \(suite.level.rawValue)", "\(suite.cases.count) cases, \(points) points"))
    }

    private func lines(_ one: Case) -> [String] {
        let marks = [
            one.step.map { "step \($0)" }, one.coverage.feature,
            one.visibility == .visible ? nil : one.visibility.rawValue,
            one.weight == 1 ? "1 point" : "\(one.weight) points",
        ]
        let title = style.spread("  \(one.identifier)", marks.compactMap(\.self).joined(separator: ", "))
        let width = TerminalStyle.columns - 4
        return [title] + style.lines(of: one.requirement.must, width: width).map { style.faint("    \($0)") }
    }
}
