public import Conformance

/// The lab's suite: what a controller's parts must do, step by step.
public enum ReconciliationLab {
    public static let suite = Suite(
        5, "Reconciliation", level: .lab, steps: steps, teller: Story.teller,
        cases: QueueCases.all + RetryCases.all + InformerCases.all + ReconcilerCases.all + ExpectationCases.all
            + CopierCases.all)

    private static let steps = [
        "The work queue", "Trying again", "The informer", "Level, not edge", "A controller of your own",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
