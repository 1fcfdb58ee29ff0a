public import API
public import Schema

/// What a Deployment wants done to one of its sets.
public enum ReplicaSetChange: Hashable, Sendable {
    case create(ReplicaSet)
    case update(from: ReplicaSet, to: ReplicaSet)
    case delete(ReplicaSet)

    /// The set, as it shall be.
    public var target: ReplicaSet {
        switch self {
        case .create(let set), .update(_, let set), .delete(let set): set
        }
    }

    /// One member, named as the case: `{"update": {…}}`, with the set as it shall be.
    public var json: JSON {
        switch self {
        case .create(let set): ["create": set.json]
        case .update(_, let set): ["update": set.json]
        case .delete(let set): ["delete": set.json]
        }
    }
}
