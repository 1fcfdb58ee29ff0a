import API
import HeapModule
import SchedulerContract

/// The pods that wait for a node, in three parts.
///
/// ```
///               add                    next                  .bind
///   new pod ───────────▶  active  ───────────▶ attempted ───────────▶ (gone)
///                           ▲ ▲                    │
///       back-off has passed │ │ a cure, or 5 min   │ no feasible node
///                      backing off ◀── a cure ── unschedulable ◀──┘
/// ```
/// *Active* pods are tried: higher priority first, then whoever waits longest. An *unschedulable* pod isn't tried again
/// before something changes that may cure what it was rejected for, and not before its back-off has passed either, which
/// doubles with each attempt: so pods that fit nowhere cost nothing, and those that might fit don't crowd out others.
///
/// What "may cure" means each predicate says itself, first by the kind of change (``Predicate/curedBy``) and then by looking
/// at it (``Predicate/mayHelp(_:_:in:)``).
/// Source: kubernetes.io, Scheduling Framework → "Scheduling queue"; the upstream's internal/queue. Left out:
/// scheduling gates' own pool (gated pods never enter).
struct SchedulingQueue: Sendable {
    /// A pod that was taken out for an attempt.
    struct Attempt: Sendable {
        var info: PodInfo
        /// How many attempts there were, this one included.
        var number: Int
    }

    private enum Place: Sendable {
        case active
        case backingOff
        /// Rejected by these predicates.
        case unschedulable(by: [any Predicate.Type])
    }

    private struct Entry: Sendable {
        var info: PodInfo
        var attempts: Int
        var place: Place
        /// Counts up with each move: what a heap says of an older turn is stale.
        var turn: Int
        var backOffEnd: SchedulerInstant
    }

    /// Even without any known cure a pod is tried again after this time: a rule might have overlooked one.
    private static let longestRest = Duration.seconds(300)

    private let initialBackOff: Duration
    private let maximumBackOff: Duration
    private var entries: [String: Entry] = [:]
    private var active = Heap<Ranked>()
    private var timers = Heap<Timer>()
    /// By what may cure them: most changes cure none of them, and that must cost nothing.
    private var unschedulable: [ClusterChange: Set<String>] = [:]
    /// What may cure a pod that no predicate has rejected, as there was no node.
    private static let leastCures: ClusterChange = [.nodeAdded]
    private var turns = 0

    init(_ configuration: SchedulerConfiguration) {
        initialBackOff = .seconds(configuration.podInitialBackoffSeconds)
        maximumBackOff = .seconds(configuration.podMaxBackoffSeconds)
    }

    var isEmpty: Bool { entries.isEmpty }
    var activeCount: Int { active.count }
    var unschedulableCount: Int { unschedulable.values.reduce(0) { $0 + $1.count } }
    var nextDeadline: SchedulerInstant? { timers.min?.time }

    func contains(_ uid: String) -> Bool { entries[uid] != nil }

    /// A pod that is new or has changed. A change of what it asks for is a reason to try again; one of its status isn't.
    mutating func set(_ info: PodInfo, now: SchedulerInstant) {
        guard let entry = entries[info.uid] else {
            enter(Entry(info: info, attempts: 0, place: .active, turn: 0, backOffEnd: now))
            return
        }
        entries[info.uid]?.info = info
        guard case .unschedulable = entry.place else { return }
        let old = entry.info.pod
        if old.spec != info.pod.spec || old.metadata.labels != info.pod.metadata.labels { wake(info.uid, now: now) }
    }

    mutating func remove(_ uid: String) {
        leaveRest(uid)
        entries[uid] = nil
    }

    /// Takes the next pod out.
    mutating func next(now: SchedulerInstant) -> Attempt? {
        expireTimers(now: now)
        while let ranked = active.popMax() {
            guard let entry = entries[ranked.uid], entry.turn == ranked.turn else { continue }
            entries[ranked.uid] = nil
            return Attempt(info: entry.info, number: entry.attempts + 1)
        }
        return nil
    }

    /// The attempt found no node: the pod rests until one of the cures happens.
    mutating func reject(_ attempt: Attempt, by predicates: [any Predicate.Type], now: SchedulerInstant) {
        enter(
            Entry(
                info: attempt.info, attempts: attempt.number, place: .unschedulable(by: predicates), turn: 0,
                backOffEnd: now + backOff(attempt.number)), restingFrom: now)
    }

    /// The attempt failed for a reason that will pass: again after the back-off.
    mutating func retry(_ attempt: Attempt, now: SchedulerInstant) {
        enter(
            Entry(
                info: attempt.info, attempts: attempt.number, place: .backingOff, turn: 0,
                backOffEnd: now + backOff(attempt.number)))
    }

    /// Something has changed: whoever it may have cured is tried again.
    mutating func happened(_ event: ClusterEvent, in cluster: Cluster, now: SchedulerInstant) {
        let concerned = unschedulable.filter { !$0.key.isDisjoint(with: event.change) }.values.joined()
        let cured = concerned.compactMap { entries[$0] }.filter { mayHelp($0, event, cluster) }
        for entry in cured.sorted(by: { $0.turn < $1.turn }) { wake(entry.info.uid, now: now) }
    }

    private func mayHelp(_ entry: Entry, _ event: ClusterEvent, _ cluster: Cluster) -> Bool {
        guard case .unschedulable(let predicates) = entry.place else { return false }
        return predicates.isEmpty
            || predicates.contains { type in
                !type.curedBy.isDisjoint(with: event.change) && type.mayHelp(entry.info, event, in: cluster)
            }
    }

    /// The pod is tried again, whatever it was rejected for.
    mutating func activate(_ uid: String, now: SchedulerInstant) {
        if case .unschedulable = entries[uid]?.place { wake(uid, now: now) }
    }

    /// How long a pod rests at least after so many attempts: twice as long after each, up to a limit.
    private func backOff(_ attempts: Int) -> Duration {
        // Lab 09, step 9: yours to write.
        initialBackOff
    }

    private mutating func wake(_ uid: String, now: SchedulerInstant) {
        guard var entry = entries[uid] else { return }
        entry.place = entry.backOffEnd <= now ? .active : .backingOff
        enter(entry)
    }

    private mutating func expireTimers(now: SchedulerInstant) {
        while let timer = timers.min, timer.time <= now {
            timers.removeMin()
            guard var entry = entries[timer.uid], entry.turn == timer.turn else { continue }
            entry.place = .active
            enter(entry)
        }
    }

    private mutating func enter(_ entry: Entry, restingFrom now: SchedulerInstant? = nil) {
        turns += 1
        var entry = entry
        entry.turn = turns
        let uid = entry.info.uid
        leaveRest(uid)
        entries[uid] = entry
        switch entry.place {
        case .active:
            active.insert(Ranked(priority: entry.info.priority, turn: turns, uid: uid))
        case .backingOff:
            timers.insert(Timer(time: entry.backOffEnd, turn: turns, uid: uid))
        case .unschedulable(let predicates):
            unschedulable[cures(predicates), default: []].insert(uid)
            timers.insert(Timer(time: (now ?? entry.backOffEnd) + Self.longestRest, turn: turns, uid: uid))
        }
    }

    private mutating func leaveRest(_ uid: String) {
        guard case .unschedulable(let predicates) = entries[uid]?.place else { return }
        let cures = cures(predicates)
        unschedulable[cures]?.remove(uid)
        if unschedulable[cures]?.isEmpty == true { unschedulable[cures] = nil }
    }

    private func cures(_ predicates: [any Predicate.Type]) -> ClusterChange {
        predicates.reduce(Self.leastCures) { $0.union($1.curedBy) }
    }

    /// The maximum is who is next.
    private struct Ranked: Comparable {
        let priority: Int
        let turn: Int
        let uid: String

        static func < (left: Ranked, right: Ranked) -> Bool {
            left.priority == right.priority ? left.turn > right.turn : left.priority < right.priority
        }

        static func == (left: Ranked, right: Ranked) -> Bool { left.turn == right.turn }
    }

    private struct Timer: Comparable {
        let time: SchedulerInstant
        let turn: Int
        let uid: String

        static func < (left: Timer, right: Timer) -> Bool { (left.time, left.turn) < (right.time, right.turn) }
        static func == (left: Timer, right: Timer) -> Bool { left.turn == right.turn }
    }
}
