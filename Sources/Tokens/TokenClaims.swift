import Schema

/// What a service-account token says: who bears it, for whom it is meant, how long it holds, and what it dies with.
///
/// ```json
/// { "aud": ["https://kubernetes.default.svc"], "exp": 1767225600, "iat": 1735689600, "nbf": 1735689600,
///   "iss": "https://kubernetes.default.svc", "jti": "…", "sub": "system:serviceaccount:default:web",
///   "kubernetes.io": { "namespace": "default", "serviceaccount": {"name": "web", "uid": "…"},
///                      "pod": {"name": "web-1", "uid": "…"}, "node": {"name": "worker-1", "uid": "…"} } }
/// ```
/// A token *bound* to a pod is worthless once that pod is gone: the verifier's caller looks whether the objects named
/// still exist with these uids. Documentation: kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin.
package struct TokenClaims: Sendable, Hashable {
    package struct Reference: Sendable, Hashable {
        package var name: String
        package var uid: String

        package init(name: String, uid: String) {
            self.name = name
            self.uid = uid
        }
    }

    package var issuer: String
    package var audiences: [String]
    /// Seconds since 1970, as the other times.
    package var expiry: Int
    package var issuedAt: Int
    package var notBefore: Int
    package var identifier: String
    package var namespace: String
    package var serviceAccount: Reference
    package var pod: Reference?
    package var node: Reference?
    package var secret: Reference?

    package init(
        issuer: String, audiences: [String], issuedAt: Int, lifetime: Int, identifier: String = "", namespace: String,
        serviceAccount: Reference, pod: Reference? = nil, node: Reference? = nil, secret: Reference? = nil
    ) {
        self.issuer = issuer
        self.audiences = audiences
        self.issuedAt = issuedAt
        notBefore = issuedAt
        expiry = issuedAt + lifetime
        self.identifier = identifier
        self.namespace = namespace
        self.serviceAccount = serviceAccount
        self.pod = pod
        self.node = node
        self.secret = secret
    }

    /// The user that the bearer is: `system:serviceaccount:default:web`.
    package var subject: String { "system:serviceaccount:\(namespace):\(serviceAccount.name)" }
}

extension TokenClaims {
    var json: JSON {
        var bound: JSONObject = ["namespace": .string(namespace), "serviceaccount": serviceAccount.json]
        for (name, reference) in [("pod", pod), ("node", node), ("secret", secret)] {
            if let reference { bound[name] = reference.json }
        }
        var claims: JSONObject = [
            "aud": .array(audiences.map { .string($0) }), "exp": .integer(Int64(expiry)),
            "iat": .integer(Int64(issuedAt)), "iss": .string(issuer), "nbf": .integer(Int64(notBefore)),
            "sub": .string(subject), "kubernetes.io": .object(bound),
        ]
        if !identifier.isEmpty { claims["jti"] = .string(identifier) }
        return .object(claims)
    }

    /// - Throws: ``TokenError/malformed(_:)`` when something is missing, or the subject says otherwise than the rest.
    init(json: JSON) throws(TokenError) {
        guard let issuer = json["iss"]?.string, let expiry = json["exp"]?.integer,
            let namespace = json["kubernetes.io"]?["namespace"]?.string,
            let serviceAccount = Reference(json: json["kubernetes.io"]?["serviceaccount"])
        else { throw .malformed("claims are missing") }
        let audiences = json["aud"]?.array?.compactMap(\.string) ?? json["aud"]?.string.map { [$0] } ?? []
        let issuedAt = json["iat"]?.integer ?? 0
        self.init(
            issuer: issuer, audiences: audiences, issuedAt: issuedAt, lifetime: 0,
            identifier: json["jti"]?.string ?? "", namespace: namespace, serviceAccount: serviceAccount,
            pod: Reference(json: json["kubernetes.io"]?["pod"]), node: Reference(json: json["kubernetes.io"]?["node"]),
            secret: Reference(json: json["kubernetes.io"]?["secret"]))
        self.expiry = expiry
        notBefore = json["nbf"]?.integer ?? issuedAt
        guard json["sub"]?.string == subject else { throw .malformed("the subject is another") }
    }
}

extension TokenClaims.Reference {
    fileprivate var json: JSON { ["name": .string(name), "uid": .string(uid)] }

    fileprivate init?(json: JSON?) {
        guard let name = json?["name"]?.string else { return nil }
        self.init(name: name, uid: json?["uid"]?.string ?? "")
    }
}
