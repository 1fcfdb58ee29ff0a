public import API
public import Schema

/// What a watch brings about a pod, in its new state.
///
/// A pod may be seen for the first time when it is already on its way out: the watch was interrupted, or the controller
/// has just been started.
public enum PodEvent: Hashable, Sendable {
    case added(Pod)
    case modified(Pod)
    /// It is gone. The state is the last one known.
    case deleted(Pod)
}

/// One member, named as the case: `{"added": {…}}`.
extension PodEvent {
    public var json: JSON {
        switch self {
        case .added(let pod): ["added": pod.json]
        case .modified(let pod): ["modified": pod.json]
        case .deleted(let pod): ["deleted": pod.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            throw DecodeError("expected an event, got \(json.typeName)")
        }
        do throws(DecodeError) {
            let pod = try Pod(json: member.value)
            switch member.name {
            case "added": self = .added(pod)
            case "modified": self = .modified(pod)
            case "deleted": self = .deleted(pod)
            default: throw DecodeError("no such event")
            }
        } catch { throw error.under(member.name) }
    }
}
