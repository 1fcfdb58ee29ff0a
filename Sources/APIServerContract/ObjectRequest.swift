public import Schema

/// What somebody asks of an object, or of all of a resource: the verb and the words of the path, and a body.
public struct ObjectRequest: Sendable, Hashable, Declared {
    /// `get`, `list`, `create`, `update`, `patch`, `delete`.
    public var verb = ""
    /// The plural: `configmaps`.
    public var resource = ""
    public var namespace = ""
    public var name = ""
    /// `status`, or empty.
    public var subresource = ""
    /// Of a list: only objects that have all of these.
    public var labels: [String: String] = [:]
    /// Of a patch: `merge` or `strategic`.
    public var patchType = ""
    /// The object, the patch, or the `DeleteOptions`.
    public var body = RawJSON(json: [:])

    public init() {}

    public static let schema = Schema<Self>("What somebody asks of an object.") {
        Field(nil, "verb", \.verb)
        Field(nil, "resource", \.resource)
        Field(nil, "namespace", \.namespace)
        Field(nil, "name", \.name)
        Field(nil, "subresource", \.subresource)
        Field(nil, "labels", \.labels)
        Field(nil, "patchType", \.patchType)
        Field(nil, "body", \.body)
    }
}

/// Whoever watches says of what, and which version he has seen last.
public struct WatchRequest: Sendable, Hashable, Declared {
    public var resource = ""
    /// Empty for all.
    public var namespace = ""
    /// Only objects that have all of these.
    public var labels: [String: String] = [:]
    /// The `resourceVersion` after which changes are wanted.
    public var after = 0

    public init() {}

    public static let schema = Schema<Self>("Whoever watches.") {
        Field(nil, "resource", \.resource)
        Field(nil, "namespace", \.namespace)
        Field(nil, "labels", \.labels)
        Field(nil, "after", \.after, always: true)
    }
}
