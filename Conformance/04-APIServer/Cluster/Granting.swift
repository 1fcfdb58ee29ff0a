internal import API
internal import APIServerContract
internal import Client
internal import Conformance
internal import HTTP
internal import Schema

/// Roles, bindings, and tokens of service accounts.
extension ServerStage {
    static let reviews = "/apis/authorization.k8s.io/v1/"
    private static let access = "/apis/rbac.authorization.k8s.io/v1/"

    /// Somebody whom nobody else knows.
    var jane: String { "jane-\(namespace)" }
    var clusterRole: String { "role-\(namespace)" }

    /// To jane, in the namespace.
    func grant(_ rules: JSON) async throws {
        try await makeRole(rules)
        try await bind("Role", jane, role: "jane")
    }

    func makeRole(_ rules: JSON) async throws {
        try expect(try await post("roles", ["metadata": ["name": "jane"], "rules": rules]), 201)
    }

    /// Reading of one resource.
    func role(_ name: JSON, of resource: JSON) -> JSON {
        ["metadata": ["name": name], "rules": [["apiGroups": [""], "resources": [resource], "verbs": ["get"]]]]
    }

    func bind(_ kind: String, _ user: String, role: String? = nil) async throws {
        try expect(try await post("rolebindings", binding(kind, role ?? clusterRole, user)), 201)
    }

    func makeClusterRole(_ rules: JSON) async throws {
        let role: JSON = ["metadata": ["name": .string(clusterRole)], "rules": rules]
        try expect(try await post(Self.access + "clusterroles", role), 201)
    }

    func bindEverywhere() async throws {
        var document = binding("ClusterRole", clusterRole, jane)
        document[path: ["metadata", "name"]] = .string(clusterRole)
        try expect(try await post(Self.access + "clusterrolebindings", document), 201)
    }

    func removeClusterRole() async throws {
        for resource in ["clusterrolebindings", "clusterroles"] {
            _ = try await client.answer(.delete, Self.access + resource + "/" + clusterRole)
        }
    }

    func binding(_ kind: String, _ role: String, _ user: String) -> JSON {
        let group = "rbac.authorization.k8s.io"
        return [
            "metadata": ["name": "jane"],
            "roleRef": ["apiGroup": .string(group), "kind": .string(kind), "name": .string(role)],
            "subjects": [["kind": "User", "apiGroup": .string(group), "name": .string(user)]],
        ]
    }

    // MARK: - Service accounts

    /// Of a new service account.
    func token(of account: String, _ spec: JSON = [:]) async throws -> String? {
        try expect(try await post("serviceaccounts", ["metadata": ["name": .string(account)]]), 201)
        let answer = try await post("serviceaccounts/\(account)/token", ["spec": spec])
        try expect(answer, 201)
        return answer.at("status", "token")?.string
    }

    /// As whoever has the token, or as nobody; without a certificate.
    func send(
        _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], token: String?
    ) async throws -> Answer {
        scenario.say("\(method.name) \(target), " + (token == nil ? "without credentials" : "with a token"))
        var configuration = client.configuration
        (configuration.tls.certificateChain, configuration.tls.privateKey) = (nil, nil)
        configuration.token = token.map { BearerToken($0) }
        let stranger = try ClusterClient(configuration, userAgent: "conformance")
        return Answer(try await stranger.answer(method, path(target), headers: headers))
    }
}
