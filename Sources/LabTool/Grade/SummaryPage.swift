internal import Conformance

/// The summary as one self-contained page. Every text in it may come from a submission, so all of them are escaped, and
/// the page allows no scripts.
extension Summary {
    package var html: String {
        let head = ["submission", "points", "passed"] + steps.indices.map { "\($0 + 1)" } + ["state", "remarks"]
        let rows = grades.map { grade -> String in
            let marks = steps.indices.map { index in grade.marks.map { Marks.text($0.hundredths[index]) } ?? "" }
            let remarks = ([grade.explanation] + grade.remarks).filter { !$0.isEmpty }.joined(separator: "\n")
            let cells = [grade.mark, "\(grade.count(.pass))/\(grade.results.count)"] + marks + [grade.state.rawValue]
            let link = "<a href=\"\(Report.escaped(grade.name))/report.html\">\(Report.escaped(grade.name))</a>"
            return "<tr><td>\(link)</td>" + cells.map { "<td>\(Report.escaped($0))</td>" }.joined()
                + "<td class=remarks>\(Report.escaped(remarks))</td></tr>"
        }
        return """
            <!doctype html><html lang="en"><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width"><title>\(Report.escaped(title))</title>
            <style>
            :root { color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif }
            body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem } div { overflow-x: auto }
            table { border-collapse: collapse } th, td { padding: .3rem .6rem; text-align: right; vertical-align: top }
            td:first-child, th:first-child, .remarks { text-align: left }
            .remarks { white-space: pre-wrap; font-size: 85% } .steps { font-size: 90% }
            th { border-bottom: 1px solid } a { color: LinkText }
            tr:nth-child(even) { background: color-mix(in srgb, currentColor 6%, transparent) }
            </style>
            <h1>\(Report.escaped(title))</h1>
            <p>\(grades.count) submissions, \(most) points; kept apart by \(Report.escaped(sandbox.joined(separator: "; "))).
            The same submission gets the same marks whenever it is graded again.</p>
            <div><table><tr>\(head.map { "<th>\(Report.escaped($0))</th>" }.joined())</tr>
            \(rows.joined(separator: "\n"))
            </table></div>
            <p class=steps>Steps: \(legend)</p></html>

            """
    }
    /// `1 Labels (10) · 2 Fields (15)`
    private var legend: String {
        let steps = steps.enumerated().map { "\($0.offset + 1) \($0.element.title) (\($0.element.points))" }
        return Report.escaped(steps.joined(separator: " · "))
    }
}
