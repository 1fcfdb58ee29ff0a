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

/// The process, and the two ways to it.
private final class Remote: Sendable {
    let scheduler: Mutex<RemoteScheduler>

    init(program: String, configuration: SchedulerConfiguration) throws {
        // A worker that is gone is an error of write(2), and no signal.
        signal(SIGPIPE, SIG_IGN)
        let requests = try FileDescriptor.pipe()
        let answers = try FileDescriptor.pipe()
        var spawn = Spawn(program, [program])
        spawn.environment.append("DINGHY_WORKER=3,4")
        // What it prints belongs into our log.
        spawn.descriptors = [nil, 2, 2, requests.reading.number, answers.writing.number]
        let process = try spawn.start()
        let writing = try requests.writing.duplicate().release()
        let reading = try answers.reading.duplicate().release()
        scheduler = Mutex(
            try RemoteScheduler(configuration: configuration) { request in
                let call = request.object?.names.first ?? ""
                return try Self.ask(call, request, writing, reading, process)
            })
    }

    private static func ask(
        _ call: String, _ request: JSON, _ writing: Int32, _ reading: Int32, _ process: ProcessID
    ) throws -> JSON {
        try send((["id": 1, "call": .string(call), "arguments": request] as JSON).bytes + [newLine], to: writing)
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while line.last != newLine {
            let count = try systemCall("read") { read(reading, &buffer, buffer.count) }
            guard count > 0 else {
                throw WorkerError("it ended with status \(try waitForChild(process)) when it was asked `\(call)`")
            }
            line += buffer.prefix(count)
        }
        let answer = try JSON(parsing: line)
        guard let result = answer["result"] else { throw WorkerError("`\(call)`: \(answer)") }
        return result
    }

    private static func send(_ bytes: [UInt8], to writing: Int32) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try systemCall("write") { rest.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) } }
            rest = rest.dropFirst(count)
        }
    }
}

private let newLine = UInt8(ascii: "\n")

private struct WorkerError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
