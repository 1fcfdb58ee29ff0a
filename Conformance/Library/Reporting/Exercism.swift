public import Schema

extension Report {
    /// What exercism's test runners write: `results.json`, version 3 (exercism.org/docs/building/tooling/test-runners).
    ///
    /// Its only readers are students, so hidden cases aren't in it. A step of the lab is a task.
    public var exercism: JSON {
        let shown = forStudents().cases.filter { $0.isShown(false) && $0.verdict != Verdict.skip.rawValue }
        let failed = shown.contains { $0.verdict != Verdict.pass.rawValue }
        return [
            "version": 3, "status": failed ? "fail" : "pass", "message": .null,
            "tests": .array(shown.map(Self.exercismTest)),
        ]
    }

    private static func exercismTest(_ one: ReportCase) -> JSON {
        let status =
            switch Verdict(rawValue: one.verdict) {
            case .pass: "pass"
            case .fail: "fail"
            default: "error"
            }
        // The platform shows no more than 500 characters of what a program printed.
        let output = one.evidence.first { $0.name == "output.txt" }.map { String($0.text.prefix(500)) }
        var test: JSON = ["name": .string(one.identifier), "status": .string(status)]
        test["message"] = status == "pass" ? JSON.null : .string(one.explanation)
        test["output"] = output.map { .string($0) } ?? JSON.null
        test["test_code"] = .string(one.requirement)
        if let step = one.step { test["task_id"] = .integer(Int64(step)) }
        return test
    }
}
