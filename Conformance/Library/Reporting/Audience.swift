extension Report {
    /// The report as a student may see it: of a hidden case, that it exists and its points, but neither its story, nor
    /// what was found, nor the seed that would replay it.
    /// - Parameter isPastDueDate: then what was hidden until the due date is shown.
    public func forStudents(isPastDueDate: Bool = false) -> Report {
        var report = self
        let isSecret = cases.contains { !$0.isShown(isPastDueDate) }
        report.cases = cases.map { $0.isShown(isPastDueDate) ? $0 : $0.veiled }
        // The seed may be secret, too.
        if isSecret {
            report.seed = 0
            report.reproduce = ""
            for index in report.cases.indices {
                report.cases[index].seed = nil
                report.cases[index].replay = ""
            }
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
