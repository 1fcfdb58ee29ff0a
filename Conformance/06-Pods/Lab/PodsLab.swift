public import Conformance

/// The lab's suite: what must be decided for a pod's processes, step by step.
public enum PodsLab {
    public static let suite = Suite(
        6, "Pods", level: .lab, steps: steps, teller: Story.teller,
        cases: NamespaceCases.all + RootCases.all + CgroupCases.all + SandboxCases.all + LayerCases.all + RealCases.all)

    private static let steps = [
        "Namespaces", "The root file system", "Control groups", "The pause process", "Layers",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
