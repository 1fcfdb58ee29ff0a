import API
import ReconciliationContract
import RemoteCore
import Schema

/// The decisions of a controller that copies ConfigMaps, made by a lab's worker: what a student has written, in the real
/// cluster.
struct RemoteCopier: ControllerCore {
    /// Names the worker program.
    static let variable = "DINGHY_RECONCILIATION_CORE"
    static var isGiven: Bool { RemoteCore.isNamed(by: variable) }

    private let core: RemoteCore
    private let beginning = ContinuousClock.now

    init() {
        core = RemoteCore("the copying controller's core", namedBy: Self.variable)
        core.tell(["init": [:]])
    }

    func observe(_ change: Change<ConfigMap>) -> [String] { keys(["configMap": change.json]) }
    func observe(_ change: Change<Namespace>) -> [String] { keys(["namespace": change.json]) }

    private func keys(_ change: JSON) -> [String] {
        core.ask(["controller": ["observe": change]]) { try [String](json: $0["keys"] ?? .null) }
    }

    func reconcile(_ key: String, now: Moment) -> [Write] {
        let time = Int64((now - beginning) / .milliseconds(1))
        return core.ask(["controller": ["reconcile": .string(key), "now": .integer(time)]]) { answer in
            try (answer["writes"]?.array ?? []).map { try Write(json: $0) }
        }
    }

    func failed(_ write: Write) { core.tell(["controller": ["failed": write.json]]) }
}
