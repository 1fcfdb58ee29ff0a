public import Conformance

/// The lab's suite: what must be decided for a ReplicaSet, step by step.
public enum ReplicaSetsLab {
    public static let suite = Suite(
        10, "ReplicaSets", level: .lab, steps: steps, teller: Story.teller,
        cases: DifferenceCases.all + SlowStartCases.all + OwnershipCases.all + DeletionOrderCases.all
            + ExpectationCases.all)

    private static let steps = [
        "The difference", "Slow start", "Adopting and letting go", "Who goes first", "A stale cache",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
