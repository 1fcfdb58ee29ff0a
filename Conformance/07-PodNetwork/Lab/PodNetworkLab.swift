public import Conformance

/// The lab's suite: what must be decided for pods to reach each other, step by step.
public enum PodNetworkLab {
    public static let suite = Suite(
        7, "PodNetwork", level: .lab, steps: steps, teller: Story.teller,
        cases: AddressCases.all + PoolCases.all + RequestCases.all + CableCases.all + AnswerCases.all
            + RouteCases.all)

    private static let steps = [
        "A node's addresses", "Who has which", "What a plugin is asked", "The cable", "What it answers",
        "Between nodes",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
