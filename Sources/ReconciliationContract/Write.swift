public import API
public import Schema

/// One request that a controller wants to be sent.
public enum Write: Hashable, Sendable {
    /// Without a resource version.
    case create(ConfigMap)
    /// The whole of it, with the resource version that it is based on: refused (409) when anybody has written since.
    case update(ConfigMap)
    /// As it was seen: refused (409) when it is another one by now.
    case delete(ConfigMap)

    public var object: ConfigMap {
        switch self {
        case .create(let object), .update(let object), .delete(let object): object
        }
    }
}

/// `{"create": {…}}`, `{"update": {…}}`, `{"delete": {…}}`.
extension Write {
    public var json: JSON {
        switch self {
        case .create(let object): ["create": object.json]
        case .update(let object): ["update": object.json]
        case .delete(let object): ["delete": object.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let member = json.object?.members.first else {
            throw DecodeError("expected a write, got \(json.typeName)")
        }
        do throws(DecodeError) {
            let object = try ConfigMap(json: member.value)
            switch member.name {
            case "create": self = .create(object)
            case "update": self = .update(object)
            case "delete": self = .delete(object)
            default: throw DecodeError("no such write")
            }
        } catch { throw error.under(member.name) }
    }
}
