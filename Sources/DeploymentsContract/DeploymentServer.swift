internal import API
public import Schema

/// A Deployment's decisions, asked for in JSON: one request, one answer.
///
/// ```
///   {"deployment": {…}, "sets": […], "pods": […], "now": 1000}
///   → {"changes": [{"update": {…}}, …], "status": {…}, "revision": "2", "recheckAfter": 600}
/// ```
/// So code of unknown quality can live in a process of its own. Times are seconds.
public struct DeploymentServer<Core: DeploymentCore> {
    private let core = Core()

    public init() {}

    /// Throws when the request is none.
    public func answer(_ request: JSON) throws(DecodeError) -> JSON {
        let decision = core.look(
            try Deployment(json: request["deployment"] ?? .null),
            sets: try [ReplicaSet](json: request["sets"] ?? .null),
            pods: try [Pod](json: request["pods"] ?? .null),
            now: Time(seconds: try Int(json: request["now"] ?? .null)))
        return [
            "changes": .array(decision.changes.map(\.json)), "status": decision.status.json,
            "revision": decision.revision.map { .string($0) } ?? .null,
            "recheckAfter": decision.recheckAfter.map { .integer(Int64($0)) } ?? .null,
        ]
    }
}
