public import API
public import Schema

/// What decides about a Deployment, without a cluster around it: objects and the present time go in, a decision comes out.
///
/// ```
///   Deployment ─┐                    ┌─▶ changes: ReplicaSets to create, to scale, to forget
///   its sets  ──┼──▶ look(…, now) ───┼─▶ the Deployment's new status
///   their pods ─┘                    └─▶ its revision; when to look again though nothing happens
/// ```
/// A Deployment never touches pods: it moves numbers between its ReplicaSets. One look takes one step, and whoever asks
/// carries it out, half or late or twice, and asks again.
/// Nothing depends on chance, on time that isn't passed in, or on the order of a dictionary.
public protocol DeploymentCore: Sendable {
    init()

    /// - Parameters:
    ///   - sets: those that name the Deployment as their controller.
    ///   - pods: theirs.
    func look(_ deployment: Deployment, sets: [ReplicaSet], pods: [Pod], now: Time) -> DeploymentDecision
}

/// What came of a look at a Deployment.
public struct DeploymentDecision: Hashable, Sendable {
    public var changes: [ReplicaSetChange]
    public var status: DeploymentStatus
    /// That of the set with the present template; nil when there is none yet.
    public var revision: String?
    /// In seconds; nil when nothing is waited for.
    public var recheckAfter: Int?

    public init(changes: [ReplicaSetChange], status: DeploymentStatus, revision: String?, recheckAfter: Int?) {
        self.changes = changes
        self.status = status
        self.revision = revision
        self.recheckAfter = recheckAfter
    }
}
