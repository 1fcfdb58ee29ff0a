public import Conformance

/// The lab's suite: what a kubelet decides for one pod, step by step.
public enum KubeletLab {
    public static let suite = Suite(
        8, "Kubelet", level: .lab, steps: steps, teller: Story.teller,
        cases: LifeCycleCases.all + RestartCases.all + ProbeCases.all + EndingCases.all + StatusCases.all)

    private static let steps = [
        "A pod's life", "Restart back-off", "Probes", "Graceful termination", "Status",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
