public import Conformance

/// The lab's suite: what must be decided about nodes that don't answer, step by step.
public enum NodesLab {
    public static let suite = Suite(
        14, "Nodes", level: .lab, steps: steps, teller: Story.teller,
        cases: HeartbeatCases.all + SilenceCases.all + TaintCases.all + EvictionCases.all + ZoneCases.all
            + PaceCases.all + SubnetCases.all)

    private static let steps = [
        "A sign of life", "Nobody knows", "Taints", "Who must leave", "Is it the node, or is it us?",
        "One after the other", "Whose addresses",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
