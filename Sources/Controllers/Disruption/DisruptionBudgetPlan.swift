package import API
import Deployments
package import Schema

/// How many of a budget's pods may be evicted at this moment.
///
/// Source: kubernetes.io/docs/tasks/run-application/configure-pdb; kubernetes/pkg/controller/disruption.
package struct DisruptionBudgetPlan: Sendable {
    package private(set) var status: PodDisruptionBudgetStatus

    /// An eviction that was allowed, of a pod that is still there so many seconds later, has failed.
    static let evictionDeadline = 120

    /// - Parameters:
    ///   - pods: those that the budget selects.
    ///   - expected: how many pods their controllers want, all together.
    package init(for budget: PodDisruptionBudget, pods: [Pod], expected: Int, now: Time) {
        status = budget.status
        let disrupted = budget.status.disruptedPods.filter { name, time in
            pods.contains { $0.name == name && !$0.metadata.isBeingDeleted } && now - time < Self.evictionDeadline
        }
        let healthy = pods.filter { $0.isReady && !$0.metadata.isBeingDeleted && disrupted[$0.name] == nil }.count
        let desired = Self.desiredHealthy(budget.spec, expected: expected)
        status.observedGeneration = budget.metadata.generation
        status.disruptedPods = disrupted
        status.expectedPods = expected
        status.desiredHealthy = desired
        status.currentHealthy = healthy
        status.disruptionsAllowed = expected > 0 ? max(0, healthy - desired) : 0
        report(at: now)
    }

    private static func desiredHealthy(_ spec: PodDisruptionBudgetSpec, expected: Int) -> Int {
        if let most = spec.maxUnavailable { return max(0, expected - most.resolved(of: expected, roundingUp: true)) }
        return (spec.minAvailable ?? 0).resolved(of: expected, roundingUp: true)
    }

    private mutating func report(at now: Time) {
        let isAllowed = status.disruptionsAllowed > 0
        var condition = Condition(
            "DisruptionAllowed", isAllowed ? .true : .false, reason: isAllowed ? "SufficientPods" : "InsufficientPods")
        condition.observedGeneration = status.observedGeneration
        if status.conditions["DisruptionAllowed"]?.status != condition.status {
            status.conditions.set(condition, at: now)
        }
    }
}
