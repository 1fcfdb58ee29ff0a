public import API
public import Schema

/// What has become of an object, as a copy saw it: a difference between what the copy showed and what it shows now.
public enum Change<R: Resource>: Hashable, Sendable {
    case added(R)
    case modified(old: R, new: R)
    /// With the last state that was seen. When nobody was watching as it went (`DeletedFinalStateUnknown` in client-go),
    /// that needs not be the state in which it was deleted.
    case deleted(R)

    /// The object as it is now, or was at last.
    public var object: R {
        switch self {
        case .added(let object), .modified(_, let object), .deleted(let object): object
        }
    }
}

/// `{"added": {…}}`, `{"modified": {"old": {…}, "new": {…}}}`, `{"deleted": {…}}`.
extension Change {
    public var json: JSON {
        switch self {
        case .added(let object): ["added": object.json]
        case .modified(let old, let new): ["modified": ["old": old.json, "new": new.json]]
        case .deleted(let object): ["deleted": object.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            throw DecodeError("expected a change, got \(json.typeName)")
        }
        do throws(DecodeError) {
            switch member.name {
            case "added": self = .added(try R(json: member.value))
            case "modified":
                self = .modified(
                    old: try R(json: member.value["old"] ?? .null), new: try R(json: member.value["new"] ?? .null))
            case "deleted": self = .deleted(try R(json: member.value))
            default: throw DecodeError("no such change")
            }
        } catch { throw error.under(member.name) }
    }
}
