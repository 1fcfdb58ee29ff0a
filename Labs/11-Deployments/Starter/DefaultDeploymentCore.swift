package import API
package import DeploymentsContract
package import Schema

/// The plan of this module, as the contract wants it: what suites and labs see.
package struct DefaultDeploymentCore: DeploymentCore {
    package init() {}

    package func look(_ deployment: Deployment, sets: [ReplicaSet], pods: [Pod], now: Time) -> DeploymentDecision {
        let plan = DeploymentPlan(
            for: deployment, sets: sets, pods: { set in pods.filter { $0.metadata.isControlled(by: set) } }, now: now)
        return DeploymentDecision(
            changes: plan.changes, status: plan.status, revision: plan.revision, recheckAfter: plan.recheckAfter)
    }
}
