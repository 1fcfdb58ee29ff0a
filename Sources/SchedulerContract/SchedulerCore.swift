/// A scheduler without a cluster around it: what is known comes in as events, what should be done goes out as actions.
///
/// ```
///   API server ── watches ──▶ handle(event, now)          next(now) ──▶ .bind(pod, node)     ── POST …/binding ──▶
///                             (pods, nodes, volumes…)                   .unschedulable(…)    ── event, condition ──▶
///                                                                       .preempt(…, victims) ── DELETE victims ──▶
/// ```
/// The contract:
/// - ``handle(_:now:)`` never chooses; ``next(now:)`` chooses for one pod and returns at once. The caller asks until it
///   answers nil, and again after an event or at ``nextDeadline``.
/// - A pod returned by `.bind` counts as running there from that moment on (it is *assumed*), though the API server has
///   not agreed yet; `.bindingFailed` takes that back.
/// - After `.consult` ``next(now:)`` answers nil until `.answered` has come, or the pod is gone.
/// - Nothing depends on time or chance but what is passed in: the same events give the same actions.
/// - Only pods with `spec.schedulerName` of one of the configuration's profiles and without a node are scheduled; all
///   others count with what they use.
public protocol SchedulerCore: Sendable {
    init(configuration: SchedulerConfiguration)

    /// Takes note of what has happened.
    mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant)

    /// The next decision; nil when no pod can be decided on now.
    mutating func next(now: SchedulerInstant) -> SchedulerAction?

    /// When ``next(now:)`` may have an answer though nothing happens: a back-off ends. Nil for never.
    var nextDeadline: SchedulerInstant? { get }

    /// How the last attempt to schedule a pod went; nil when there was none, or it is forgotten.
    /// - Parameter pod: `namespace/name`.
    func record(of pod: String) -> SchedulingRecord?
}

extension SchedulerCore {
    /// A scheduler need not remember.
    public func record(of pod: String) -> SchedulingRecord? { nil }
}

public typealias SchedulerInstant = ContinuousClock.Instant
