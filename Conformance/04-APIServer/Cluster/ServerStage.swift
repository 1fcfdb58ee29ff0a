internal import API
internal import Client
internal import Conformance
internal import ConformanceStage
internal import HTTP
internal import Schema

/// Where an API server is seen answering: a namespace, and requests as any client may send them, well formed or not.
///
/// A target is a path below the namespace, with its query: `configmaps/a?dryRun=All`; one that begins with a slash is below the
/// server. Every request is a sentence of the story.
struct ServerStage: Sendable {
    let scenario: Scenario
    /// Of somebody who may do everything.
    let client: ClusterClient
    let namespace: String

    static let json = "application/json"

    // MARK: - Requests

    /// - Parameters:
    ///   - text: the body, as it is sent.
    ///   - user: whom to act as, if not as oneself.
    @discardableResult
    func send(
        _ method: HTTPMethod, _ target: String, text: String = "", type: String? = ServerStage.json,
        accept: String = ServerStage.json, as user: String? = nil, groups: [String] = []
    ) async throws -> Answer {
        var headers: HTTPHeaders = ["Accept": accept]
        if let type, !text.isEmpty { headers.add("Content-Type", type) }
        if let user { headers.add("Impersonate-User", user) }
        for group in groups { headers.add("Impersonate-Group", group) }
        scenario.say(
            "\(method.name) \(target)" + (accept == Self.json ? "" : " (\(accept))")
                + (text.isEmpty || type == Self.json ? "" : " (\(type ?? "no type"))")
                + (text.isEmpty ? "" : ": \(text.prefix(200))") + (user.map { ", as \($0)" } ?? ""))
        return Answer(try await client.answer(method, path(target), headers: headers, body: Array(text.utf8)))
    }

    func get(_ target: String, accept: String = ServerStage.json, as user: String? = nil) async throws -> Answer {
        try await send(.get, target, accept: accept, as: user)
    }

    @discardableResult
    func post(_ target: String, _ document: JSON, as user: String? = nil) async throws -> Answer {
        try await send(.post, target, text: "\(document)", as: user)
    }

    @discardableResult
    func put(_ target: String, _ document: JSON) async throws -> Answer {
        try await send(.put, target, text: "\(document)")
    }

    /// - Parameter type: of `application/…`.
    @discardableResult
    func patch(_ target: String, _ type: PatchType, _ document: JSON, as user: String? = nil) async throws -> Answer {
        try await send(.patch, target, text: "\(document)", type: type.rawValue, as: user)
    }

    @discardableResult
    func delete(_ target: String, _ options: JSON? = nil) async throws -> Answer {
        try await send(.delete, target, text: options.map { "\($0)" } ?? "")
    }

    enum PatchType: String {
        case json = "application/json-patch+json"
        case merge = "application/merge-patch+json"
        case strategic = "application/strategic-merge-patch+json"
        case apply = "application/apply-patch+yaml"
    }

    // MARK: - Documents

    static func note(_ name: String, _ data: JSON = ["color": "red"], _ metadata: JSON = [:]) -> JSON {
        var document: JSON = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data]
        document[path: ["metadata", "name"]] = .string(name)
        return document
    }

    /// A ConfigMap that is there now.
    @discardableResult
    func create(_ name: String, _ data: JSON = ["color": "red"], _ metadata: JSON = [:]) async throws -> JSON {
        let answer = try await post("configmaps", Self.note(name, data, metadata))
        try expect(answer, 201)
        return answer.json
    }

    /// Makes no pods: nobody asks for one.
    static func set(_ name: String) -> JSON {
        [
            "apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": ["name": .string(name)],
            "spec": [
                "replicas": 0, "selector": ["matchLabels": ["app": "web"]],
                "template": [
                    "metadata": ["labels": ["app": "web"]],
                    "spec": ["containers": [["name": "web", "image": "nginx"], ["name": "log", "image": "busybox"]]],
                ],
            ],
        ]
    }

    // MARK: - Paths

    private static let groups = [
        "replicasets": "apps/v1", "roles": "rbac.authorization.k8s.io/v1",
        "rolebindings": "rbac.authorization.k8s.io/v1",
    ]

    func path(_ target: String) -> String {
        if target.hasPrefix("/") { return target }
        let resource = String(target.prefix { $0 != "/" && $0 != "?" })
        let group = Self.groups[resource].map { "/apis/\($0)" } ?? "/api/v1"
        return "\(group)/namespaces/\(namespace)/\(target)"
    }

    // MARK: - Before and after

    func prepare() async throws {
        try await client.ensureNamespace(namespace)
    }

    /// The namespace's end isn't waited for.
    func leave() async throws { try await client.delete(Namespace.self, namespace) }
}
