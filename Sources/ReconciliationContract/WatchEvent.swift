public import API
public import Schema

/// What a watch reports: one line of its answer.
///
/// Source: kubernetes.io, Reference → API Concepts, "Efficient detection of changes" and "Watch bookmarks".
public enum WatchEvent<R: Resource>: Hashable, Sendable {
    case added(R)
    case modified(R)
    /// The object's last state.
    case deleted(R)
    /// Nothing has happened up to this version, from which the next watch may begin.
    case bookmark(resourceVersion: String)
}

/// `{"type": "ADDED", "object": {…}}`, as on the wire.
extension WatchEvent {
    /// - Throws: `Status` for an ERROR event (410: the version is too old, list anew), `DecodeError` for what is no event.
    public init(document: JSON) throws {
        let object = document["object"] ?? .null
        switch document["type"]?.string {
        case "ADDED": self = .added(try R(document: object))
        case "MODIFIED": self = .modified(try R(document: object))
        case "DELETED": self = .deleted(try R(document: object))
        case "BOOKMARK":
            self = .bookmark(resourceVersion: object[path: ["metadata", "resourceVersion"]]?.string ?? "")
        case "ERROR": throw try Status(json: object)
        default: throw DecodeError("unknown type of a watch event", path: ["type"])
        }
    }

    public var document: JSON {
        switch self {
        case .added(let object): ["type": "ADDED", "object": object.document]
        case .modified(let object): ["type": "MODIFIED", "object": object.document]
        case .deleted(let object): ["type": "DELETED", "object": object.document]
        case .bookmark(let version):
            ["type": "BOOKMARK", "object": ["metadata": ["resourceVersion": .string(version)]]]
        }
    }
}
