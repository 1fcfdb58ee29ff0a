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
///   Informer<Node> ──┐                                       ┌─▶ POST pods/NAME/binding   (many at once)
///   Informer<Pod>  ──┼──▶ inbox ──▶ core.handle ▸ core.next ─┤
///   failed bindings ─┘                                       └─▶ condition PodScheduled=False, event
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
    private let pods: Informer<Pod>
    private let nodes: Informer<Node>
    private let writer: DecisionWriter
    private let events: EventRecorder
    private let metrics: SchedulerMetrics

    init(_ core: Core, client: ClusterClient, metrics: SchedulerMetrics, logger: Logger) {
        state = Mutex(State(core: core))
        pods = Informer(client, logger: logger)
        nodes = Informer(client, logger: logger)
        events = EventRecorder(client: client, component: "default-scheduler", logger: logger)
        writer = DecisionWriter(client: client, events: events, metrics: metrics, logger: logger)
        self.metrics = metrics
    }

    /// Schedules until the task is cancelled.
    func run() async {
        listen()
        await withDiscardingTaskGroup { group in
            group.addTask { await self.nodes.run() }
            group.addTask { await self.pods.run() }
            group.addTask { await self.events.run() }
            // Without all nodes and all pods known, decisions would be wrong: full nodes look empty.
            await nodes.waitUntilSynced()
            await pods.waitUntilSynced()
            while !Task.isCancelled {
                while let action = next() {
                    group.addTask { await self.perform(action) }
                }
                await signal.wait(until: state.withLock { $0.core.nextDeadline })
            }
            group.cancelAll()
        }
    }

    private func listen() {
        nodes.onChange { change in
            switch change {
            case .added(let node), .modified(_, let node): self.post(.node(node))
            case .deleted(let node): self.post(.nodeDeleted(node))
            }
        }
        pods.onChange { change in
            switch change {
            case .added(let pod), .modified(_, let pod): self.post(.pod(pod))
            case .deleted(let pod): self.post(.podDeleted(pod))
            }
        }
    }

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
        case .unschedulable(let pod, let error), .preempt(let pod, _, _, let error):
            await writer.markUnschedulable(pod, error)
        }
        state.withLock { $0.writes -= 1 }
        signal.raise()
    }
}
