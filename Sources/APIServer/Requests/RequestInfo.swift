/// What a request is about, read off its method and path: the first thing the API server needs to know.
///
/// ```
/// GET    /api/v1/namespaces/default/pods/web          get    pods/web in default
/// GET    /apis/apps/v1/deployments?watch=true         watch  deployments.apps everywhere
/// POST   /api/v1/namespaces/default/pods/web/binding  create pods/web, subresource binding
/// GET    /healthz                                     get    no resource: a path
/// ```
/// Authorization decides on exactly these words. Source: kubernetes.io/docs/reference/access-authn-authz/authorization,
/// "Determine the request verb".
///
/// Left out compared with Kubernetes: the deprecated `/watch/` paths and `/proxy` subresources.
package struct RequestInfo: Sendable, Hashable {
    /// Kubernetes' verbs; for a path that names no resource the lower-case HTTP method.
    package enum Verb: String, Sendable {
        case get, list, watch, create, update, patch, delete, deletecollection, head, post, put, options
    }

    package var verb: Verb
    package var path: String
    package var isResource = false
    /// Empty for the core group.
    package var group = ""
    package var version = ""
    package var namespace = ""
    /// The plural: `pods`.
    package var resource = ""
    package var subresource = ""
    package var name = ""

    /// - Parameters:
    ///   - method: as in the request line.
    ///   - path: its parts between the slashes, percent-decoded.
    ///   - isWatch: the query says `watch=true`.
    package init(method: String, path parts: [String], isWatch: Bool) {
        path = "/" + parts.joined(separator: "/")
        verb = Verb(rawValue: method.lowercased()) ?? .options
        guard var rest = readGroupVersion(parts[...]), !rest.isEmpty else { return }
        isResource = true
        readResource(&rest)
        verb = Self.verb(method: method, hasName: !name.isEmpty, isWatch: isWatch)
    }

    /// Reads `api/v1` or `apis/GROUP/VERSION`; nil when the path leads to neither.
    private mutating func readGroupVersion(_ parts: ArraySlice<String>) -> ArraySlice<String>? {
        switch parts.first {
        case "api" where parts.count >= 2:
            version = parts[1]
            return parts.dropFirst(2)
        case "apis" where parts.count >= 3:
            group = parts[1]
            version = parts[2]
            return parts.dropFirst(3)
        default: return nil
        }
    }

    /// A namespace's own path, `namespaces/NAME`, is both a place and an object.
    private mutating func readResource(_ rest: inout ArraySlice<String>) {
        if rest.first == "namespaces", rest.count >= 2 {
            namespace = rest[rest.startIndex + 1]
            let inside = rest.dropFirst(2)
            if let first = inside.first, !Self.namespaceSubresources.contains(first) { rest = inside }
        }
        var parts = rest.makeIterator()
        resource = parts.next() ?? ""
        name = parts.next() ?? ""
        subresource = parts.joined(separator: "/")
    }

    private static let namespaceSubresources: Set<String> = ["status", "finalize"]

    private static func verb(method: String, hasName: Bool, isWatch: Bool) -> Verb {
        switch method {
        case "GET", "HEAD": isWatch ? .watch : hasName ? .get : .list
        case "POST": .create
        case "PUT": .update
        case "PATCH": .patch
        case "DELETE": hasName ? .delete : .deletecollection
        default: .options
        }
    }
}

extension RequestInfo {
    /// `pods/log` or `pods`: how rules and messages name it.
    package var resourceAndSubresource: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }
}
