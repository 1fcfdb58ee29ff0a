import Glibc
import Linux
package import Schema
import Synchronization

/// A core in a process of its own: what a student has written in a lab, in the real cluster.
///
/// The program is a lab's worker, which answers one JSON document a line (`LabWorker`). One request is under way at a time.
/// When the worker crashes, ends, or answers nonsense, there is no core any more: then this process says why in its log, and
/// ends, too; the supervisor starts both again. When this process ends, the worker finds its requests closed, and ends.
package final class RemoteCore: Sendable {
    /// For the log: `the scheduler's core`.
    private let name: String
    private let worker: Mutex<Worker>

    /// - Parameter variable: the environment variable that names the worker program.
    package init(_ name: String, namedBy variable: String) {
        self.name = name
        let program = getenv(variable).map { String(cString: $0) } ?? ""
        worker = Mutex(Self.orEnd(name) { try Worker(program) })
    }

    package static func isNamed(by variable: String) -> Bool { getenv(variable) != nil }

    /// - Parameter call: what is asked, for a contract with several questions; otherwise the request's first name.
    package func request(_ request: JSON, call: String? = nil) throws -> JSON {
        try worker.withLock { try $0.ask(call ?? request.object?.names.first ?? "", request) }
    }

    /// Asks, and makes a value of the answer.
    package func ask<Value>(_ request: JSON, call: String? = nil, _ read: (JSON) throws -> Value) -> Value {
        orEnd { try read(try self.request(request, call: call)) }
    }

    package func tell(_ request: JSON) { ask(request) { _ in } }

    /// Without an answer nothing can be decided any more.
    package func orEnd<Value>(_ body: () throws -> Value) -> Value { Self.orEnd(name, body) }

    private static func orEnd<Value: ~Copyable>(_ name: String, _ body: () throws -> Value) -> Value {
        do { return try body() } catch {
            try? FileDescriptor(duplicating: 2).write(Array("\(name) is gone: \(error)\n".utf8))
            exit(70)
        }
    }
}

/// The process, and the two ways to it.
private struct Worker: ~Copyable {
    private let process: ProcessID
    private let requests: FileDescriptor
    private let answers: FileDescriptor

    init(_ program: String) throws {
        // A worker that is gone is an error of write(2), and no signal.
        signal(SIGPIPE, SIG_IGN)
        let requests = try FileDescriptor.pipe()
        let answers = try FileDescriptor.pipe()
        var spawn = Spawn(program, [program])
        spawn.environment.append("DINGHY_WORKER=3,4")
        // What it prints belongs into our log.
        spawn.descriptors = [nil, 2, 2, requests.reading.number, answers.writing.number]
        process = try spawn.start()
        self.requests = requests.keepWriting()
        self.answers = answers.keepReading()
    }

    func ask(_ call: String, _ request: JSON) throws -> JSON {
        let envelope: JSON = ["id": 1, "call": .string(call), "arguments": request]
        try requests.write(envelope.bytes + [newLine])
        var line: [UInt8] = []
        while line.last != newLine {
            let more = try answers.read(upTo: 64 << 10)
            guard !more.isEmpty else {
                throw WorkerError("it ended with status \(try waitForChild(process)) when it was asked `\(call)`")
            }
            line += more
        }
        let answer = try JSON(parsing: line)
        guard let result = answer["result"] else { throw WorkerError("`\(call)`: \(answer)") }
        return result
    }
}

private let newLine = UInt8(ascii: "\n")

private struct WorkerError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
