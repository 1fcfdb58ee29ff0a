extension Report {
    /// The report as a student may see it: of a hidden case, that it exists and its points, but neither its story nor
    /// what was found. The seed is the grader's own, so it isn't shown either.
    /// - Parameter isPastDueDate: then what was hidden until the due date is shown.
    public func forStudents(isPastDueDate: Bool = false) -> Report {
        var report = self
        (report.seed, report.reproduce) = (0, "")
        report.cases = cases.map { one in
            var one = one.isShown(isPastDueDate) ? one : one.veiled
            (one.seed, one.replay) = (nil, "")
            return one
        }
        return report
    }
}

extension ReportCase {
    func isShown(_ isPastDueDate: Bool) -> Bool {
        switch Visibility(rawValue: visibility) {
        case .visible, nil: true
        case .hidden: false
        case .afterDueDate: isPastDueDate
        }
    }

    fileprivate var veiled: ReportCase {
        var veiled = self
        (veiled.requirement, veiled.source, veiled.reason) = ("A hidden case.", "", "")
        (veiled.scenario, veiled.finding, veiled.evidence) = ([], nil, [])
        return veiled
    }
}
