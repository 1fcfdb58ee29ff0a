package import API
package import DeploymentsContract
package import Schema

/// What to do about a Deployment: the one entry into its reconciliation.
///
/// ```
///   deleted ───────▶ status only            scaled, or paused ──▶ change the numbers of the sets there are
///   otherwise ─────▶ RollingUpdate: new up within the surge, old down within what may be missing
///                    Recreate: all old down, then new up
/// ```
/// Source: kubernetes/pkg/controller/deployment.
package struct DeploymentPlan: Sendable {
    package private(set) var changes: [ReplicaSetChange] = []
    /// The Deployment with its new status.
    package private(set) var status: DeploymentStatus
    /// Its revision, which is that of its newest set; nil when it has none yet.
    package private(set) var revision: String?
    /// When to look again even if nothing happens.
    package private(set) var recheckAfter: Int?

    /// - Parameters:
    ///   - sets: the ReplicaSets that name the Deployment as their controller.
    ///   - pods: the pods of a set, asked for with the strategy Recreate.
    package init(for deployment: Deployment, sets: [ReplicaSet], pods: (ReplicaSet) -> [Pod], now: Time) {
        var rollout = Rollout(deployment, sets, now: now)
        guard !deployment.metadata.isBeingDeleted else {
            status = rollout.status
            return
        }
        if deployment.spec.paused || rollout.isScaling {
            rollout.scaleAll()
            if deployment.spec.paused { rollout.forgetOldRevisions() }
            status = rollout.status
            rollout.markPause(&status)
        } else {
            if rollout.isRollingUpdate {
                rollout.rollOut()
            } else {
                rollout.recreate(oldPodsRun: rollout.old.contains { pods($0).contains { !$0.isTerminal } })
            }
            status = rollout.statusWithProgress
            rollout.markPause(&status)
        }
        changes = rollout.changes
        revision = rollout.new?.metadata.annotations[RolloutAnnotation.revision]
        recheckAfter = rollout.secondsUntilOverdue
    }
}

extension Deployment {
    /// The Deployment with the revision of its newest set.
    package func at(revision: String?) -> Deployment {
        guard let revision else { return self }
        var deployment = self
        deployment.metadata.annotations[RolloutAnnotation.revision] = revision
        return deployment
    }
}
