public import Conformance

/// The lab's suite: what an API server must answer, step by step.
public enum APIServerLab {
    public static let suite = Suite(
        4, "APIServer", level: .lab, steps: steps, teller: Story.teller,
        cases: VerbCases.all + ConcurrencyCases.all + WatchCases.all + MergePatchCases.all + StrategicCases.all
            + AccessCases.all)

    private static let steps = [
        "REST verbs", "Optimistic concurrency", "Watch", "Merge patch", "Strategic merge patch", "Who may do what",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
