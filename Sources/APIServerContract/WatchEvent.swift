public import Schema

/// One line of a watch's stream.
public struct WatchEvent: Sendable, Hashable {
    public var type: WatchEventType
    public var object: JSON

    public init(_ type: WatchEventType, _ object: JSON) {
        self.type = type
        self.object = object
    }

    public var json: JSON { ["type": .string(type.rawValue), "object": object] }
}

public enum WatchEventType: String, Sendable {
    case added = "ADDED"
    case modified = "MODIFIED"
    case deleted = "DELETED"
    case bookmark = "BOOKMARK"
    case error = "ERROR"
}
