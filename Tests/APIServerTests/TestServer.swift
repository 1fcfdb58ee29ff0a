import API
@testable import APIServerProgram
import APIMachinery
import APIServer
import APIServerContract
import EtcdProgram
import HTTP
import Logging
import Schema
import TestSupport
import Tokens

/// An API server on a port of its own, over a store in memory.
///
/// Whoever asks is an administrator, unless a request has the header `X-User` (a user's name) or a token.
struct TestServer: Sendable {
    let client: HTTPClient

    struct Answer: Sendable {
        let code: Int
        let headers: HTTPHeaders
        let text: String
        let json: JSON

        var message: String { json["message"]?.string ?? "" }
        var reason: String { json["reason"]?.string ?? "" }
        var names: [String] { json["items"]?.array?.map(\.name) ?? [] }
        func at(_ path: String...) -> JSON? { json[path: path] }
    }

    func send(
        _ method: HTTPMethod, _ target: String, text: String, headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        let answer = try await client.fetch(
            HTTPClient.Request(method, target, headers: headers, body: Array(text.utf8)))
        let json = (try? JSON(parsing: answer.body)) ?? .null
        return Answer(
            code: answer.status.code, headers: answer.headers, text: String(decoding: answer.body, as: UTF8.self),
            json: json)
    }

    func get(_ target: String, headers: HTTPHeaders = [:]) async throws -> Answer {
        try await send(.get, target, text: "", headers: headers)
    }

    @discardableResult
    func post(_ target: String, _ document: JSON) async throws -> Answer { try await send("POST", target, document) }

    func put(_ target: String, _ document: JSON) async throws -> Answer { try await send("PUT", target, document) }

    func delete(_ target: String, _ options: JSON? = nil) async throws -> Answer {
        try await send(.delete, target, text: options?.description ?? "", headers: ["Content-Type": "application/json"])
    }

    /// - Parameter type: `merge-patch+json`.
    func patch(_ target: String, _ type: String, _ document: JSON) async throws -> Answer {
        try await send(
            .patch, target, text: document.description, headers: ["Content-Type": "application/\(type)"])
    }

    private func send(_ method: HTTPMethod, _ target: String, _ document: JSON) async throws -> Answer {
        try await send(method, target, text: document.description, headers: ["Content-Type": "application/json"])
    }

    /// The first events of a watch; `change` runs when the watch has begun.
    func watch(
        _ target: String, first count: Int, headers: HTTPHeaders = [:], _ change: () async throws -> Void = {}
    ) async throws -> [JSON] {
        let response = try await client.send(HTTPClient.Request(.get, target, headers: headers, timeout: nil))
        var lines = response.body.lines().makeAsyncIterator()
        try await change()
        var events: [JSON] = []
        while events.count < count, let line = try await lines.next() { events.append(try JSON(parsing: line)) }
        return events
    }
}

func withAPIServer<Value: Sendable>(
    _ body: @Sendable (TestServer) async throws -> Value
) async throws -> Value {
    try await LocalStore.withTemporary { try await withAPIServer(over: $0, body) }
}

/// As after a restart: the server knows what is in the store, but not what was.
func withAPIServer<Value: Sendable>(
    over store: LocalStore, _ body: @Sendable (TestServer) async throws -> Value
) async throws -> Value {
    let server = try await HTTPServer(host: "127.0.0.1", port: 0)
    let program = APIServerProgram(
        store: store, server: server, settings: try settings(),
        logger: Logger(label: "kube-apiserver") { _ in SwiftLogNoOpLogHandler() })
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await program.keepUp() }
        group.addTask { await server.run { await program.router.respond(to: identified($0)) } }
        let test = TestServer(client: try HTTPClient(to: .tcp(host: "127.0.0.1", port: server.port)))
        try await eventually("the cluster's first objects are there") {
            try await test.get("/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/kubernetes").code == 200
        }
        try await test.post("/api/v1/namespaces/default/serviceaccounts", ["metadata": ["name": "default"]])
        let value = try await body(test)
        group.cancelAll()
        return value
    }
}

@Sendable private func identified(_ request: HTTPRequest) -> HTTPRequest {
    guard !request.headers.contains("Authorization") else { return request }
    var request = request
    request.peer =
        request.headers["X-User"].map { PeerIdentity(commonName: $0, organizations: []) }
        ?? PeerIdentity(commonName: "admin", organizations: ["system:masters"])
    return request
}

private func settings() throws -> APIServerProgram.Settings {
    let key = SigningKey()
    return APIServerProgram.Settings(
        signingKey: key, verificationKeys: [key.verificationKey], issuer: "https://kubernetes.default.svc",
        kubeletTLS: ClientTLS(authority: nil), serviceNetwork: try ServiceNetwork("10.96.0.0/16"),
        advertiseAddress: "172.30.0.2",
        port: 6443)
}

// MARK: Documents

func configMap(_ name: String, labels: JSON = [:], data: JSON = [:]) -> JSON {
    ["metadata": ["name": .string(name), "labels": labels], "data": data]
}

func pod(_ name: String, node: String? = nil, labels: JSON = [:]) -> JSON {
    var pod: JSON = [
        "metadata": ["name": .string(name), "labels": labels],
        "spec": ["containers": [["name": "main", "image": "busybox:1.36"]]],
    ]
    if let node { pod[path: ["spec", "nodeName"]] = .string(node) }
    return pod
}

func deployment(_ name: String, image: String = "web:1") -> JSON {
    [
        "metadata": ["name": .string(name)],
        "spec": [
            "replicas": 2, "selector": ["matchLabels": ["app": .string(name)]],
            "template": [
                "metadata": ["labels": ["app": .string(name)]],
                "spec": ["containers": [["name": "web", "image": .string(image)]]],
            ],
        ],
    ]
}

let configMaps = "/api/v1/namespaces/default/configmaps"
let pods = "/api/v1/namespaces/default/pods"
let services = "/api/v1/namespaces/default/services"
let deployments = "/apis/apps/v1/namespaces/default/deployments"
