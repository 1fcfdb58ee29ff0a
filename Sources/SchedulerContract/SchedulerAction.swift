public import API
public import Schema

/// What a scheduler wants done.
public enum SchedulerAction: Sendable, Hashable {
    /// The pod shall run on this node.
    case bind(Pod, node: String)
    /// The pod shall run on this node, and counts as running there; but first its claims shall be bound so. When the claims
    /// have volumes, as events tell, ``bind(_:node:)`` follows.
    case bindVolumes(Pod, node: String, [VolumeChoice])
    /// No node is feasible; the pod waits for something to change.
    case unschedulable(Pod, FitError)
    /// No node is feasible, but this one would be without the victims: they shall be deleted, and the node's name be written
    /// to the pod's `status.nominatedNodeName`. The pod waits until they are gone, and then takes its turn like any other.
    case preempt(Pod, node: String, victims: [Pod], FitError)
    /// The extenders shall be asked. Until ``SchedulerEvent/answered(_:)`` nothing else is decided.
    case consult(ExtenderQuestion)
    /// The attempt came to no end, as an extender didn't answer: why. The pod is tried again after its back-off.
    case failed(Pod, String)
}

extension SchedulerAction {
    /// The pod that was decided on.
    public var pod: Pod {
        switch self {
        case .bind(let pod, _), .bindVolumes(let pod, _, _), .unschedulable(let pod, _), .preempt(let pod, _, _, _),
            .failed(let pod, _):
            pod
        case .consult(let question): question.pod
        }
    }

    /// One member, named as the case: `{"bind": {"pod": {…}, "node": "worker-1"}}`.
    public var json: JSON {
        switch self {
        case .bind(let pod, let node): ["bind": ["pod": pod.json, "node": .string(node)]]
        case .bindVolumes(let pod, let node, let choices):
            ["bindVolumes": ["pod": pod.json, "node": .string(node), "volumes": choices.json]]
        case .unschedulable(let pod, let error): ["unschedulable": ["pod": pod.json, "error": error.json]]
        case .preempt(let pod, let node, let victims, let error):
            [
                "preempt": [
                    "pod": pod.json, "node": .string(node), "victims": victims.json, "error": error.json,
                ]
            ]
        case .consult(let question): ["consult": question.json]
        case .failed(let pod, let why): ["failed": ["pod": pod.json, "message": .string(why)]]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            throw DecodeError("expected an action, got \(json.typeName)")
        }
        do { self = try Self(member.name, member.value) } catch { throw error.under(member.name) }
    }

    private init(_ name: String, _ value: JSON) throws(DecodeError) {
        let pod = try Pod(json: value["pod"] ?? .null)
        switch name {
        case "bind": self = .bind(pod, node: try String(json: value["node"] ?? .null))
        case "bindVolumes":
            self = .bindVolumes(
                pod, node: try String(json: value["node"] ?? .null),
                try [VolumeChoice](json: value["volumes"] ?? .null))
        case "consult": self = .consult(try ExtenderQuestion(json: value))
        case "failed": self = .failed(pod, try String(json: value["message"] ?? .null))
        case "unschedulable": self = .unschedulable(pod, try FitError(json: value["error"] ?? .null))
        case "preempt":
            self = .preempt(
                pod, node: try String(json: value["node"] ?? .null),
                victims: try [Pod](json: value["victims"] ?? .null),
                try FitError(json: value["error"] ?? .null))
        default: throw DecodeError("no such action")
        }
    }
}
