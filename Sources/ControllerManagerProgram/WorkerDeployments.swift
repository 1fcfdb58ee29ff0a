import API
import DeploymentsContract
import RemoteCore
import Schema

/// The decisions about Deployments, made by a lab's worker: what a student has written, in the real cluster.
struct WorkerDeployments: DeploymentCore {
    /// Names the worker program.
    static let variable = "DINGHY_DEPLOYMENTS_CORE"

    private let core = RemoteCore("the core of the Deployments", namedBy: variable)

    func look(_ deployment: Deployment, sets: [ReplicaSet], pods: [Pod], now: Time) -> DeploymentDecision {
        let request: JSON = [
            "deployment": deployment.json, "sets": sets.json, "pods": pods.json, "now": now.seconds.json,
        ]
        return core.ask(request) { answer in
            DeploymentDecision(
                changes: try (answer["changes"]?.array ?? []).map { try change($0, of: sets) },
                status: try DeploymentStatus(json: answer["status"] ?? .null), revision: answer["revision"]?.string,
                recheckAfter: answer["recheckAfter"]?.integer.map { Int($0) })
        }
    }

    /// The answer has a set only as it shall be; we know what it was before.
    private func change(_ json: JSON, of sets: [ReplicaSet]) throws -> ReplicaSetChange {
        let name = json.object?.names.first ?? ""
        let set = try ReplicaSet(json: json[name] ?? .null)
        switch name {
        case "create": return .create(set)
        case "delete": return .delete(set)
        default:
            guard let old = sets.first(where: { $0.name == set.name }) else {
                throw DecodeError("there is no set \(set.name) to change")
            }
            return .update(from: old, to: set)
        }
    }
}
