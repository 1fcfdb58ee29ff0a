public import Conformance

/// The lab's suite: what a scheduler's core must decide, step by step.
public enum SchedulerLab {
    public static let suite = Suite(
        9, "Scheduler", level: .lab, steps: steps, teller: Story.teller,
        cases: ResourceCases.all + TaintCases.all + NodeAffinityCases.all + LeastAllocatedCases.all
            + BalancedAllocationCases.all + SpreadCases.all + PodAffinityCases.all + PreemptionCases.all
            + QueueCases.all + ImageCases.all + ProfileCases.all + SamplingCases.all + VolumeCases.all
            + ExtenderCases.all)

    private static let steps = [
        "Resources fit", "Taints and tolerations", "Node affinity", "Least allocated", "Balanced allocation",
        "Spreading", "Inter-pod affinity", "Preemption", "Back-off",
    ].enumerated().map { Step($0.offset + 1, $0.element) }
}
