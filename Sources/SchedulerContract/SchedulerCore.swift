public import API

/// A scheduler without a cluster around it: what is known comes in as events, what should be done goes out as actions.
///
/// ```
///   API server ── watches ──▶ handle(event, now)          next(now) ──▶ .bind(pod, node)     ── POST …/binding ──▶
///                             (pods, nodes, results)                    .unschedulable(…)    ── event, condition ──▶
/// ```
/// The contract:
/// - ``handle(_:now:)`` never chooses; ``next(now:)`` chooses for one pod and returns at once. The caller asks until it
///   answers nil, and again after an event or at ``nextDeadline``.
/// - A pod returned by `.bind` counts as running there from that moment on (it is *assumed*), though the API server has
///   not agreed yet; `.bindingFailed` takes that back.
/// - Nothing depends on time or chance but what is passed in: the same events give the same actions.
/// - Only pods with `spec.schedulerName` of the configuration and without a node are scheduled; all others count with
///   what they use.
public protocol SchedulerCore: Sendable {
    init(configuration: SchedulerConfiguration)

    /// Takes note of what has happened.
    mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant)

    /// The next decision; nil when no pod can be decided on now.
    mutating func next(now: SchedulerInstant) -> SchedulerAction?

    /// When ``next(now:)`` may have an answer though nothing happens: a back-off ends. Nil for never.
    var nextDeadline: SchedulerInstant? { get }
}

public typealias SchedulerInstant = ContinuousClock.Instant

public struct SchedulerConfiguration: Sendable, Hashable {
    public var schedulerName = "default-scheduler"
    /// Chooses among nodes of the same score.
    public var seed: UInt64 = 0
    /// After the first failed attempt; doubled by each further one.
    public var initialBackOff = Duration.seconds(1)
    public var maximumBackOff = Duration.seconds(10)
    /// How many of the nodes are looked at for one pod, in percent; 0 adapts to the size of the cluster.
    public var percentageOfNodesToScore = 0
    public init() {}
}

/// Something the API server or the caller reports. An object is given in its new state; the same state twice is fine.
public enum SchedulerEvent: Sendable {
    case pod(Pod)
    case podDeleted(Pod)
    case node(Node)
    case nodeDeleted(Node)
    /// The API server refused the binding of a pod that was returned by ``SchedulerAction/bind(_:node:)``.
    case bindingFailed(Pod)
}

public enum SchedulerAction: Sendable {
    /// The pod shall run on this node.
    case bind(Pod, node: String)
    /// No node is feasible; the pod waits for something to change.
    case unschedulable(Pod, FitError)
}
