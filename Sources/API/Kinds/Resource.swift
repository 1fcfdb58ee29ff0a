public import Schema

/// An object of the API: it has a kind, and metadata.
///
/// In a document, `apiVersion` and `kind` stand first; in Swift, the type says them.
public protocol Resource: Declared {
    static var kind: Kind { get }
    var metadata: ObjectMeta { get set }
    /// What `kubectl get` prints; NAME and AGE unless the kind says more.
    static var columns: [Column<Self>] { get }
}

extension Resource {
    /// The object with `apiVersion` and `kind`.
    public var document: JSON {
        var members: [JSONObject.Member] = [
            .init("apiVersion", .string(Self.kind.apiVersion)), .init("kind", .string(Self.kind.name)),
        ]
        members += json.object?.members ?? []
        return .object(JSONObject(members))
    }

    /// Throws when the document names another kind. Items of a list name none.
    public init(document: JSON) throws(DecodeError) {
        if let name = document["kind"]?.string, name != Self.kind.name {
            throw DecodeError("expected \(Self.kind.name), got \(name)", path: ["kind"])
        }
        try self.init(json: document)
    }

    public var name: String { metadata.name }
    public var namespace: String { metadata.namespace }
    /// "default/web", or "worker-1" for what has no namespace: unique among the objects of a kind.
    public var key: String { metadata.key }
}

extension ObjectMeta {
    public var key: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}
