public import Schema

/// What is to be done for a pod now.
public struct PodPlan: Sendable, Hashable {
    /// To be done now, all at the same time; then it is decided again.
    public var actions: [PodAction] = []
    /// When something is due that no event announces: the end of a back-off.
    public var wakeAt: Time?
    /// Everything has ended, and nothing of it runs in the runtime.
    public var isFinished = false

    public init() {}
}

public enum PodAction: Sendable, Hashable {
    case createSandbox(attempt: Int)
    /// Make a container in the sandbox, and start it.
    case start(name: String, attempt: Int)
    case stop(id: String, name: String, because: StopReason)
    case stopSandbox(id: String)
    case removeSandbox(id: String)
    /// A container that nobody will ask for again.
    case removeContainer(PodObservation.Container)
}

/// Why a container is stopped.
public enum StopReason: String, Sendable, Hashable {
    case podEnds
    /// The sandbox that it was in is gone.
    case sandboxChanged
    case livenessProbe
    case startupProbe
    /// What was to be done right after its start hasn't worked.
    case postStartHook
}

/// The three questions that are asked of a running container.
public enum ProbePurpose: String, Sendable, Hashable, CaseIterable {
    /// Has it come up?
    case startup
    /// Is it beyond help?
    case liveness
    /// Can it do work now?
    case readiness
}

/// What a probe's answers come to.
public enum ProbeOutcome: String, Sendable, Hashable {
    /// There is no such probe: nothing speaks against the container.
    case none
    /// There is one, but not enough was heard yet.
    case unknown
    case success
    case failure
}

// MARK: - In JSON

/// `{"actions": [{"start": {"name": "a", "attempt": 0}}], "wakeAt": 1010, "isFinished": false}`
extension PodPlan {
    public var json: JSON {
        var members = JSONObject([
            JSONObject.Member("actions", .array(actions.map(\.json))), JSONObject.Member("isFinished", isFinished.json),
        ])
        if let wakeAt { members["wakeAt"] = wakeAt.seconds.json }
        return .object(members)
    }

    public init(json: JSON) throws(DecodeError) {
        self.init()
        actions = try list(json["actions"]) { entry throws(DecodeError) in try PodAction(json: entry) }
        isFinished = try json.flag("isFinished")
        if json["wakeAt"] != nil { wakeAt = try json.time("wakeAt") }
    }
}

extension PodAction {
    public var json: JSON {
        switch self {
        case .createSandbox(let attempt): ["createSandbox": attempt.json]
        case .start(let name, let attempt): ["start": ["name": name.json, "attempt": attempt.json]]
        case .stop(let id, let name, let reason):
            ["stop": ["id": id.json, "name": name.json, "because": reason.rawValue.json]]
        case .stopSandbox(let id): ["stopSandbox": id.json]
        case .removeSandbox(let id): ["removeSandbox": id.json]
        case .removeContainer(let container): ["removeContainer": container.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            throw DecodeError("expected an action, got \(json.typeName)")
        }
        switch member.name {
        case "createSandbox": self = .createSandbox(attempt: try json.number(member.name))
        case "start":
            self = .start(name: try member.value.text("name"), attempt: try member.value.number("attempt"))
        case "stop":
            self = .stop(
                id: try member.value.text("id"), name: try member.value.text("name"),
                because: try StopReason(json: member.value["because"] ?? .null))
        case "stopSandbox": self = .stopSandbox(id: try json.text(member.name))
        case "removeSandbox": self = .removeSandbox(id: try json.text(member.name))
        case "removeContainer": self = .removeContainer(try PodObservation.Container(json: member.value))
        default: throw DecodeError("no such action: \(member.name)")
        }
    }
}

extension RawRepresentable<String> {
    /// One of the words that there are.
    init(json: JSON) throws(DecodeError) {
        let word = try String(json: json)
        guard let value = Self(rawValue: word) else { throw DecodeError("nobody knows \(word)") }
        self = value
    }
}
