import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema

/// Kinds that are questions: they are posted, answered, and not stored.
///
/// `kubectl auth can-i` and `auth whoami` ask them; the kubelet asks whether who calls it may.
struct ReviewHandler: Sendable {
    let authenticator: Authenticator
    let authorizer: Authorizer
    let writer: WriteHandler

    func review(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        guard request.info.verb == .create else {
            throw .methodNotSupported(request.resource.kind, verb: request.info.verb.rawValue)
        }
        if request.resource.kind.name == "Binding" { throw .noSuchResource }
        var (document, _) = try await writer.body(request)
        document["status"] = try await status(of: document, request)
        return try Answer.object(document.bytes, request, status: .created, now: writer.clock.now())
    }

    private func status(of document: JSON, _ request: APIRequest) async throws(Status) -> JSON {
        switch request.resource.kind.name {
        case "SelfSubjectReview": return ["userInfo": Self.userInfo(request.user)]
        case "SelfSubjectAccessReview": return try access(document, request.user)
        case "SelfSubjectRulesReview": return rules(document, request.user)
        case "SubjectAccessReview", "LocalSubjectAccessReview":
            let groups = document[path: ["spec", "groups"]]?.array?.compactMap(\.string) ?? []
            return try access(document, User(name: document[path: ["spec", "user"]]?.string ?? "", groups: groups))
        case "TokenReview": return await tokenStatus(document)
        default: throw .methodNotSupported(request.resource.kind, verb: "create")
        }
    }

    private func access(_ document: JSON, _ user: User) throws(Status) -> JSON {
        let spec = document["spec"] ?? [:]
        guard (spec["resourceAttributes"] == nil) != (spec["nonResourceAttributes"] == nil) else {
            let rule = "exactly one of nonResourceAttributes or resourceAttributes must be specified"
            throw .invalid(
                SelfSubjectAccessReview.kind, name: "", [.invalid("spec.resourceAttributes", value: .null, rule)])
        }
        let isAllowed = authorizer.permits(Self.attributes(spec), to: user)
        return ["allowed": .bool(isAllowed)]
    }

    private static func attributes(_ spec: JSON) -> AccessAttributes {
        if let path = spec["nonResourceAttributes"] {
            var attributes = AccessAttributes(verb: path["verb"]?.string ?? "")
            attributes.path = path["path"]?.string ?? ""
            return attributes
        }
        let resource = spec["resourceAttributes"] ?? [:]
        var attributes = AccessAttributes(verb: resource["verb"]?.string ?? "")
        attributes.group = resource["group"]?.string ?? ""
        attributes.resource = resource["resource"]?.string ?? ""
        attributes.subresource = resource["subresource"]?.string ?? ""
        attributes.namespace = resource["namespace"]?.string ?? ""
        attributes.name = resource["name"]?.string ?? ""
        return attributes
    }

    private func rules(_ document: JSON, _ user: User) -> JSON {
        let namespace = document[path: ["spec", "namespace"]]?.string ?? ""
        let rules = authorizer.rules(for: user, in: namespace)
        return [
            "resourceRules": .array(rules.filter(\.nonResourceURLs.isEmpty).map(\.json)),
            "nonResourceRules": .array(rules.filter { !$0.nonResourceURLs.isEmpty }.map(\.json)),
            "incomplete": false,
        ]
    }

    private func tokenStatus(_ document: JSON) async -> JSON {
        let token = document[path: ["spec", "token"]]?.string ?? ""
        guard let user = authenticator.user(ofToken: token) else {
            return ["authenticated": false, "error": "invalid bearer token"]
        }
        return ["authenticated": true, "user": Self.userInfo(user), "audiences": [.string(authenticator.issuer)]]
    }

    private static func userInfo(_ user: User) -> JSON {
        var info: JSON = ["username": .string(user.name), "groups": .array(user.groups.map { .string($0) })]
        if !user.uid.isEmpty { info["uid"] = .string(user.uid) }
        for (key, values) in user.extra.sorted(by: { $0.key < $1.key }) {
            info[path: ["extra", key]] = .array(values.map { .string($0) })
        }
        return info
    }
}
