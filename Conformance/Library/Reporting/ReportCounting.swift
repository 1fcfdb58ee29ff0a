/// Profiles follow from the cases: nothing in a report is counted twice.
extension ReportProfile {
    init(_ suite: Suite, _ all: [ReportCase]) {
        self.init()
        (name, level) = (suite.concept, suite.level.rawValue)
        let cases = all.filter { $0.concept == suite.concept && $0.level == suite.level.rawValue }
        points = cases.reduce(0) { $0 + $1.points }
        possible = cases.reduce(0) { $0 + $1.possible }
        steps = suite.steps.map { step in ReportStep(step, cases.filter { $0.step == step.number }) }
        core = ReportPart(cases.filter { $0.feature == nil })
        extended = ReportPart(cases.filter { $0.feature != nil })
        for feature in Set(cases.compactMap(\.feature)).sorted() {
            if cases.allSatisfy({ $0.feature != feature || $0.verdict == Verdict.pass.rawValue }) {
                supportedFeatures.append(feature)
            } else {
                unsupportedFeatures.append(feature)
            }
        }
    }
}

extension ReportStep {
    init(_ step: Step, _ cases: [ReportCase]) {
        self.init()
        (number, title) = (step.number, step.title)
        points = cases.reduce(0) { $0 + $1.points }
        possible = cases.reduce(0) { $0 + $1.possible }
        statistics = ReportStatistics(cases)
    }
}

extension ReportPart {
    /// Nothing for no cases.
    init(_ cases: [ReportCase]) {
        self.init()
        guard !cases.isEmpty else { return }
        statistics = ReportStatistics(cases)
        func identifiers(_ verdict: Verdict) -> [String] {
            cases.filter { $0.verdict == verdict.rawValue }.map(\.identifier)
        }
        (failed, skipped, unknown) = (identifiers(.fail), identifiers(.skip), identifiers(.unknown))
        result = !failed.isEmpty ? "failure" : !unknown.isEmpty ? "unknown" : skipped.isEmpty ? "success" : "partial"
    }
}

extension ReportStatistics {
    init(_ cases: [ReportCase]) {
        self.init()
        for one in cases {
            switch Verdict(rawValue: one.verdict) {
            case .pass: pass += 1
            case .fail: fail += 1
            case .skip: skip += 1
            case .unknown, nil: unknown += 1
            }
        }
    }
}
