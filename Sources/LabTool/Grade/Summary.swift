internal import Conformance
package import Schema

/// All grades of a run, as a table: for the terminal, for spreadsheets, for programs, and for a browser.
package struct Summary: Sendable {
    package let title: String
    package let grades: [Grade]
    /// How the submissions were kept apart, and what was not kept from them.
    package let sandbox: [String]
    package let steps: [LabStep]

    package init(lab: Lab, grades: [Grade], sandbox: [String]) {
        title = "Lab \(lab.number), \(lab.description.title)"
        self.grades = grades
        self.sandbox = sandbox
        steps = lab.description.steps
    }

    var most: String { Marks.text(steps.map(\.points).reduce(0, +) * 100) }

    /// At most 80 columns.
    package var terminal: String {
        var lines = ["\(title): \(grades.count) submissions, \(most) points", ""]
        lines.append("submission".padded(to: 34) + "points".padded(to: 10) + "passed".padded(to: 12) + "state")
        for grade in grades {
            let name = grade.name.count > 32 ? grade.name.prefix(31) + "…" : grade.name[...]
            lines.append(
                String(name).padded(to: 34) + grade.mark.padded(to: 10)
                    + "\(grade.count(.pass))/\(grade.results.count)".padded(to: 12) + grade.state.rawValue)
        }
        lines += [""] + sandbox.map { "Sandbox: \($0)" }
        return lines.joined(separator: "\n")
    }

    package var csv: String {
        let names = ["submission", "points", "most", "passed", "failed", "skipped", "unknown", "state"]
        let head = names + steps.indices.map { "step \($0 + 1)" } + ["remarks"]
        return ([head] + grades.map(row)).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private func row(_ grade: Grade) -> [String] {
        let counts = [Verdict.pass, .fail, .skip, .unknown].map { "\(grade.count($0))" }
        let marks = steps.indices.map { index in grade.marks.map { Marks.text($0.hundredths[index]) } ?? "" }
        return [grade.name, grade.mark, most] + counts + [grade.state.rawValue] + marks
            + [([grade.explanation] + grade.remarks).filter { !$0.isEmpty }.joined(separator: "; ")]
    }

    /// Nothing in a spreadsheet begins like a formula.
    private static func quoted(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r".contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }

    package var json: JSON {
        let grades = grades.map { grade -> JSON in
            [
                "submission": .string(grade.name), "state": .string(grade.state.rawValue),
                "points": grade.isCertain ? .number(Double(grade.marks?.total ?? 0) / 100) : .null,
                "steps": .array((grade.marks?.hundredths ?? []).map { .number(Double($0) / 100) }),
                "passed": .integer(Int64(grade.count(.pass))), "failed": .integer(Int64(grade.count(.fail))),
                "skipped": .integer(Int64(grade.count(.skip))), "unknown": .integer(Int64(grade.count(.unknown))),
                "explanation": .string(grade.explanation), "remarks": .array(grade.remarks.map { .string($0) }),
            ]
        }
        return [
            "title": .string(title), "most": .number(Double(steps.map(\.points).reduce(0, +))),
            "sandbox": .array(sandbox.map { .string($0) }), "submissions": .array(grades),
        ]
    }
}
