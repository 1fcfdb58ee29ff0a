import API
import Client
import DequeModule
import Logging
import Metrics
import SchedulerContract
import Synchronization

/// The scheduler's shell: feeds what the watches report to the core, and writes what the core decides.
///
/// ```
///   watches        ──┐                                       ┌─▶ POST pods/NAME/binding   (many at once)
///   failed writes  ──┼──▶ inbox ──▶ core.handle ▸ core.next ─┼─▶ condition PodScheduled=False, event
///   extenders      ──┘                                       ├─▶ DELETE victims, nominatedNodeName
///       ▲                                                    └─▶ a question to the extenders
///       └────────────────────────────────────────────────────────────┘
/// ```
/// One task owns the core and never waits for the network: decisions go on while bindings are under way. It sleeps only
/// when the inbox is empty and the core has nothing to decide, and any event wakes it.
final class SchedulingLoop<Core: SchedulerCore>: Sendable {
    private struct State: Sendable {
        var core: Core
        var inbox: Deque<SchedulerEvent> = []
        var writes = 0
    }

    /// No more than the client keeps connections: more would only wait in the API server.
    private static var maximumWrites: Int { 30 }

    private let state: Mutex<State>
    private let signal = Signal()
    private let watches: ClusterWatches
    private let writer: DecisionWriter
    private let extenders: Extenders
    private let events: EventRecorder
    private let metrics: SchedulerMetrics

    /// - Throws: when an extender's address or certificates can't be used.
    init(
        _ core: Core, client: ClusterClient, extenders: [Extender], metrics: SchedulerMetrics, logger: Logger
    ) throws {
        state = Mutex(State(core: core))
        let watches = ClusterWatches(client, logger: logger)
        self.watches = watches
        self.extenders = try Extenders(extenders, node: { watches.node($0) }, logger: logger)
        events = EventRecorder(client: client, component: "default-scheduler", logger: logger)
        writer = DecisionWriter(
            client: client, extenders: self.extenders, events: events, metrics: metrics, logger: logger)
        self.metrics = metrics
    }

    /// Schedules until the task is cancelled.
    func run() async {
        watches.listen { self.post($0) }
        await withDiscardingTaskGroup { group in
            watches.run(in: &group)
            group.addTask { await self.events.run() }
            await watches.waitUntilSynced()
            while !Task.isCancelled {
                while let action = next() {
                    group.addTask { await self.perform(action) }
                }
                await signal.wait(until: state.withLock { $0.core.nextDeadline })
            }
            group.cancelAll()
        }
    }

    /// How the last attempt to schedule a pod went.
    /// - Parameter pod: `namespace/name`.
    func record(of pod: String) -> SchedulingRecord? { state.withLock { $0.core.record(of: pod) } }

    private func post(_ event: SchedulerEvent) {
        state.withLock { $0.inbox.append(event) }
        signal.raise()
    }

    /// The next decision; nil when there is none, or enough of them are being written.
    private func next() -> SchedulerAction? {
        let started = ContinuousClock.now
        let action = state.withLock { state -> SchedulerAction? in
            while let event = state.inbox.popFirst() { state.core.handle(event, now: started) }
            guard state.writes < Self.maximumWrites, let action = state.core.next(now: started) else { return nil }
            state.writes += 1
            return action
        }
        if action != nil { metrics.algorithmDuration.observe(duration: ContinuousClock.now - started) }
        return action
    }

    private func perform(_ action: SchedulerAction) async {
        switch action {
        case .bind(let pod, let node):
            if await !writer.bind(pod, to: node) { post(.bindingFailed(pod)) }
        case .bindVolumes(let pod, let node, let choices):
            if await !writer.bindVolumes(choices, of: pod, on: node) { post(.bindingFailed(pod)) }
        case .consult(let question): post(.answered(await extenders.answer(question)))
        case .failed(let pod, let why): await writer.markFailed(pod, why)
        case .unschedulable(let pod, let error):
            await writer.markUnschedulable(pod, error)
        case .preempt(let pod, let node, let victims, let error):
            await writer.markUnschedulable(pod, error, nominatedNode: node)
            if await !writer.remove(victims, for: pod, on: node) { post(.bindingFailed(pod)) }
        }
        state.withLock { $0.writes -= 1 }
        signal.raise()
    }
}
