import Glibc
import Linux
import Schema
package import SchedulerContract
import Synchronization

/// A core in a process of its own: what a student has written in a lab, in the real cluster.
///
/// The program is a lab's worker, which answers one JSON document a line (`LabWorker`, `SchedulerServer`). When it crashes,
/// ends, or answers nonsense, there is no scheduler any more: then this process says why in its log, and ends, too; the
/// supervisor starts both again. When this process ends, the worker finds its requests closed, and ends.
package struct WorkerCore: SchedulerCore {
    /// Names the worker program.
    package static let variable = "DINGHY_SCHEDULER_CORE"

    private let remote: Remote

    package init(configuration: SchedulerConfiguration) {
        let program = getenv(Self.variable).map { String(cString: $0) } ?? ""
        remote = Self.orEnd { try Remote(program: program, configuration: configuration) }
    }

    package mutating func handle(_ event: SchedulerEvent, now: SchedulerInstant) {
        Self.orEnd { try remote.scheduler.withLock { try $0.handle(event, now: now) } }
    }

    package mutating func next(now: SchedulerInstant) -> SchedulerAction? {
        Self.orEnd { try remote.scheduler.withLock { try $0.next(now: now) } }
    }

    package var nextDeadline: SchedulerInstant? { remote.scheduler.withLock { $0.nextDeadline } }

    package func record(of pod: String) -> SchedulingRecord? {
        Self.orEnd { try remote.scheduler.withLock { try $0.record(of: pod) } }
    }

    private static func orEnd<Value>(_ body: () throws -> Value) -> Value {
        do { return try body() } catch {
            try? FileDescriptor(duplicating: 2).write(Array("the scheduler's core is gone: \(error)\n".utf8))
            exit(70)
        }
    }
}

/// The process, and what is asked of it.
private final class Remote: Sendable {
    let scheduler: Mutex<RemoteScheduler>

    init(program: String, configuration: SchedulerConfiguration) throws {
        let worker = try LineProcess(program)
        scheduler = Mutex(
            try RemoteScheduler(configuration: configuration) { request in
                let call = request.object?.names.first ?? ""
                let question: JSON = ["id": 1, "call": .string(call), "arguments": request]
                let answer = try JSON(parsing: try worker.ask(question.bytes, call))
                guard let result = answer["result"] else { throw WorkerError("`\(call)`: \(answer)") }
                return result
            })
    }
}

private struct WorkerError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
