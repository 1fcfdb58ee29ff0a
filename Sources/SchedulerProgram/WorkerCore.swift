import RemoteCore
package import SchedulerContract
import Synchronization

/// The scheduler's decisions, made by a lab's worker: what a student has written, in the real cluster.
package struct WorkerCore: SchedulerCore {
    /// Names the worker program.
    package static let variable = "DINGHY_SCHEDULER_CORE"

    private let remote: Remote

    package init(configuration: SchedulerConfiguration) {
        remote = Remote(RemoteCore("the scheduler's core", namedBy: Self.variable), configuration)
    }

    package mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant) {
        remote.ask { try $0.handle(event, now: now) }
    }

    package mutating func next(now: SchedulerInstant) -> SchedulerAction? { remote.ask { try $0.next(now: now) } }

    package var nextDeadline: SchedulerInstant? { remote.ask { $0.nextDeadline } }

    package func record(of pod: String) -> SchedulingRecord? { remote.ask { try $0.record(of: pod) } }
}

/// The one scheduler that all copies of the core speak to.
private final class Remote: Sendable {
    private let core: RemoteCore
    private let scheduler: Mutex<RemoteScheduler>

    init(_ core: RemoteCore, _ configuration: SchedulerConfiguration) {
        self.core = core
        scheduler = Mutex(
            core.orEnd { try RemoteScheduler(configuration: configuration) { request in try core.request(request) } })
    }

    func ask<Value: Sendable>(_ question: @Sendable (inout RemoteScheduler) throws -> Value) -> Value {
        core.orEnd { try scheduler.withLock { try question(&$0) } }
    }
}
