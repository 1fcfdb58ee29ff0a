package import HTTP
package import Schema

/// A change of an object, in one of the four languages the API speaks.
///
/// Source: kubernetes.io, Tasks → Update API Objects in Place Using kubectl patch; Server-Side Apply.
package enum Patch: Sendable {
    /// Lists of objects are merged by their keys. For built-in kinds only.
    case strategic(JSON)
    /// RFC 7386: members are merged, lists replaced.
    case merge(JSON)
    /// RFC 6902: a list of operations.
    case json(JSON)
    /// Server-side apply: "of these fields I take care"; 409 when another manager set one of them to something else.
    case apply(JSON, fieldManager: String, force: Bool)

    package var body: RequestBody {
        switch self {
        case .strategic(let patch):
            RequestBody(contentType: "application/strategic-merge-patch+json", bytes: patch.bytes)
        case .merge(let patch): RequestBody(contentType: "application/merge-patch+json", bytes: patch.bytes)
        case .json(let patch): RequestBody(contentType: "application/json-patch+json", bytes: patch.bytes)
        case .apply(let patch, _, _): RequestBody(contentType: "application/apply-patch+yaml", bytes: patch.bytes)
        }
    }

    package var query: Query {
        guard case .apply(_, let manager, let force) = self else { return Query() }
        return ["fieldManager": manager, "force": String(force)]
    }
}
