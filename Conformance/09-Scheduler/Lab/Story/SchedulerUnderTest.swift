internal import Conformance
internal import Schema
internal import SchedulerContract

/// The scheduler that is examined, in its worker process: the calls of `SchedulerCore`, in JSON.
struct SchedulerUnderTest: Sendable {
    private let worker: CodeUnderTest

    /// Begins anew: a worker can be many schedulers, one after the other.
    init(_ worker: CodeUnderTest, _ configuration: SchedulerConfiguration) async throws {
        self.worker = worker
        _ = try await worker.call("init(configuration:)", ["init": configuration.json])
    }

    func handle(_ event: SchedulerEvent, now: Duration) async throws {
        _ = try await worker.call("handle(_:now:)", ["handle": event.json, "now": nanoseconds(now)])
    }

    func next(now: Duration) async throws -> SchedulerAction? {
        let answer = try await worker.call("next(now:)", ["next": [:], "now": nanoseconds(now)])
        guard let action = answer["action"], !action.isNull else { return nil }
        return try SchedulerAction(json: action)
    }

    /// What each priority gave each node, if the scheduler remembers; for people.
    func scores(of pod: String) async throws -> String? {
        guard let record = try await worker.call("record(of:)", ["record": .string(pod)])["record"], !record.isNull
        else { return nil }
        return record.pretty + "\n"
    }

    private func nanoseconds(_ time: Duration) -> JSON { .integer(Int64(time / .nanoseconds(1))) }
}
