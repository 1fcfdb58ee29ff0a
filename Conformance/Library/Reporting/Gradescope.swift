public import Schema

extension Report {
    /// What Gradescope's autograder reads: `results.json` (gradescope-autograders.readthedocs.io, "Specifications").
    ///
    /// Its server keeps hidden tests from students by their `visibility`, so nothing is veiled here.
    public var gradescope: JSON {
        let tests = cases.enumerated().filter { $0.element.verdict != Verdict.skip.rawValue }.map(Self.test)
        return [
            "score": mark.isEmpty ? .integer(Int64(points)) : .number(Double(mark.prefix { $0 != " " }) ?? 0),
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "output": .string(
                "\(worth). "
                    + (ReportStatistics(cases).unknown > 0 ? "Of some cases the grader could not tell: see there." : "")
            ),
            "tests": .array(tests),
        ]
    }

    private static func test(_ index: Int, _ one: ReportCase) -> JSON {
        var test: JSON = [
            "name": .string(one.identifier),
            "number": .string("\(index + 1)"),
            "score": .integer(Int64(one.points)),
            "max_score": .integer(Int64(one.possible)),
            "status": one.verdict == Verdict.pass.rawValue ? "passed" : "failed",
            "visibility": .string(visibility(of: one)),
            "output": .string(one.explanation.isEmpty ? one.requirement : one.explanation),
            "output_format": "text",
        ]
        test["tags"] = .array([one.concept, one.step.map { "step \($0)" }].compactMap { $0.map { .string($0) } })
        return test
    }

    private static func visibility(of one: ReportCase) -> String {
        switch Visibility(rawValue: one.visibility) {
        case .visible, nil: "visible"
        case .hidden: "hidden"
        case .afterDueDate: "after_due_date"
        }
    }
}
