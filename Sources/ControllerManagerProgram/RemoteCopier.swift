import API
import Glibc
import Linux
import ReconciliationContract
import Schema

/// A core in a process of its own: what a student has written in a lab, in the real cluster.
///
/// The program is a lab's worker, which answers one JSON document a line (`ReconciliationServer`). When it crashes, ends, or
/// answers nonsense, this process says why in its log, and ends, too; its supervisor starts both again.
struct RemoteCopier: ControllerCore {
    /// Names the worker program.
    static let variable = "DINGHY_CONTROLLER_CORE"
    static var isGiven: Bool { getenv(variable) != nil }

    private let remote: RemoteController

    init() {
        let program = getenv(Self.variable).map { String(cString: $0) } ?? ""
        remote = Self.orEnd {
            let worker = try LineProcess(program)
            return try RemoteController { request in
                let call = request.object?.names.first ?? ""
                let question: JSON = ["id": 1, "call": .string(call), "arguments": request]
                let answer = try JSON(parsing: try worker.ask(question.bytes, call))
                guard let result = answer["result"] else {
                    throw DecodeError("the worker was asked `\(call)` and answered \(answer)")
                }
                return result
            }
        }
    }

    func observe(_ change: Change<ConfigMap>) -> [String] { Self.orEnd { try remote.observe(change) } }
    func observe(_ change: Change<Namespace>) -> [String] { Self.orEnd { try remote.observe(change) } }
    func reconcile(_ key: String, now: Moment) -> [Write] { Self.orEnd { try remote.reconcile(key, now: now) } }
    func failed(_ write: Write) { Self.orEnd { try remote.failed(write) } }

    private static func orEnd<Value>(_ body: () throws -> Value) -> Value {
        do { return try body() } catch {
            try? FileDescriptor(duplicating: 2).write(Array("the controller's core is gone: \(error)\n".utf8))
            exit(70)
        }
    }
}
