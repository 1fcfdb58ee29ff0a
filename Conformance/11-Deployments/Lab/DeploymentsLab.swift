public import Conformance

/// The lab's suite: what must be decided about a Deployment, step by step.
public enum DeploymentsLab {
    public static let suite = Suite(
        11, "Deployments", level: .lab, steps: steps, teller: Story.teller,
        cases: RollingUpdateCases.all + ProportionalCases.all + ProgressCases.all + HistoryCases.all)

    private static let steps = [
        "Rolling update", "Proportional scaling", "Progress and deadline", "Rollback",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
