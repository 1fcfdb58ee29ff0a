import API
import APIMachinery
import APIServer
import APIServerContract
import HTTP
import Schema
import Synchronization

/// log, exec, attach and port-forward: handed on to the kubelet of the pod's node.
///
/// The API server understands nothing of what then flows; it only decides who may, and where to. After an upgrade the
/// two connections are joined, byte for byte.
struct KubeletProxy: Sendable {
    let cacher: Cacher
    let tls: ClientTLS
    private let clients = KubeletClients()

    init(cacher: Cacher, tls: ClientTLS) {
        self.cacher = cacher
        self.tls = tls
    }

    func handle(_ request: APIRequest) async throws(Status) -> HTTPResponse {
        let pod = try pod(request)
        let client = try client(for: pod)
        let target = try target(request, pod)
        return request.info.subresource == "log"
            ? try await log(client, target) : try await upgrade(client, target, request)
    }

    // MARK: Where to

    private func pod(_ request: APIRequest) throws(Status) -> Pod {
        guard let object = cacher.get("pods", request.key.key), let document = try? object.document(),
            let pod = try? Pod(document: document)
        else { throw .notFound(Pod.kind, name: request.info.name) }
        guard !pod.spec.nodeName.isEmpty else {
            throw .badRequest("pod \(pod.metadata.name) does not have a host assigned")
        }
        return pod
    }

    private func client(for pod: Pod) throws(Status) -> HTTPClient {
        guard let object = cacher.get("nodes", pod.spec.nodeName), let document = try? object.document(),
            let node = try? Node(document: document)
        else { throw .notFound(Node.kind, name: pod.spec.nodeName) }
        guard let address = node.status.addresses.first(where: { $0.type == "InternalIP" })?.address else {
            throw .internalError("node \(pod.spec.nodeName) has no address")
        }
        let port = node.status.daemonEndpoints.kubeletEndpoint.port
        do {
            return try clients.client(host: address, port: port == 0 ? 10250 : port, tls: tls)
        } catch {
            throw .internalError("\(error)")
        }
    }

    /// The path at the kubelet: `/exec/NAMESPACE/POD/CONTAINER?command=…`.
    private func target(_ request: APIRequest, _ pod: Pod) throws(Status) -> String {
        let place = "\(percentEncoded(pod.metadata.namespace))/\(percentEncoded(pod.metadata.name))"
        switch request.info.subresource {
        case "portforward": return "/portForward/\(place)\(query(request, renaming: [:]))"
        case "log":
            return "/containerLogs/\(place)/\(try container(request, pod))\(query(request, renaming: [:]))"
        default:
            let names = ["stdin": "input", "stdout": "output", "stderr": "error"]
            return
                "/\(request.info.subresource)/\(place)/\(try container(request, pod))\(query(request, renaming: names))"
        }
    }

    private func query(_ request: APIRequest, renaming names: [String: String]) -> String {
        let items = request.query.items.filter { $0.name != "container" }.map { item in
            let value = names[item.name] != nil || item.name == "tty" ? (item.value == "true" ? "1" : "0") : item.value
            return "\(percentEncoded(names[item.name] ?? item.name))=\(percentEncoded(value))"
        }
        return items.isEmpty ? "" : "?" + items.joined(separator: "&")
    }

    /// The one that was asked for, the pod's default, or its only one.
    private func container(_ request: APIRequest, _ pod: Pod) throws(Status) -> String {
        let names = (pod.spec.initContainers + pod.spec.containers).map(\.name)
        let asked = request.query["container"] ?? ""
        if !asked.isEmpty {
            guard names.contains(asked) else {
                throw .badRequest("container \(asked) is not valid for pod \(pod.metadata.name)")
            }
            return asked
        }
        if let name = pod.metadata.annotations["kubectl.kubernetes.io/default-container"], names.contains(name) {
            return name
        }
        guard pod.spec.containers.count == 1 else {
            let choice = pod.spec.containers.map(\.name).joined(separator: " ")
            throw .badRequest(
                "a container name must be specified for pod \(pod.metadata.name), choose one of: [\(choice)]")
        }
        return pod.spec.containers[0].name
    }

    // MARK: Handing on

    private func log(_ client: HTTPClient, _ target: String) async throws(Status) -> HTTPResponse {
        let response = try await reached { try await client.send(HTTPClient.Request(.get, target, timeout: nil)) }
        guard response.status.isSuccess else { throw await Self.refusal(response) }
        return HTTPResponse(
            .ok, headers: ["Content-Type": "text/plain"],
            body: .stream { writer in
                for try await bytes in response.body { try await writer.write(bytes) }
            })
    }

    private func upgrade(
        _ client: HTTPClient, _ target: String, _ request: APIRequest
    ) async throws(Status) -> HTTPResponse {
        guard let name = request.http.headers["Upgrade"] else {
            throw .badRequest("Upgrade request required")
        }
        return try await reached { try await request.http.handOn(upgradeTo: name, at: target, of: client) }
    }

    private func reached<Value>(_ body: () async throws -> Value) async throws(Status) -> Value {
        do {
            return try await body()
        } catch HTTPError.upgradeRefused(let status, _, let body) {
            throw Self.refusal(code: status.code, body)
        } catch {
            throw .internalError("error dialing backend: \(error)")
        }
    }

    private static func refusal(_ response: HTTPClient.Response) async -> Status {
        refusal(code: response.status.code, (try? await response.body.collect(upTo: 1 << 20)) ?? [])
    }

    private static func refusal(code: Int, _ body: [UInt8]) -> Status {
        if let document = try? JSON(parsing: body), let status = try? Status(json: document), status.code != 0 {
            return status
        }
        let text = String(decoding: body, as: UTF8.self)
        return code == 404
            ? Status(failure: .notFound, code: 404, text) : code == 400 ? .badRequest(text) : .internalError(text)
    }
}

/// One client for each kubelet, which keeps its connections.
private final class KubeletClients: Sendable {
    private let clients = Mutex<[HTTP.Endpoint: HTTPClient]>([:])

    func client(host: String, port: Int, tls: ClientTLS) throws -> HTTPClient {
        let endpoint = HTTP.Endpoint.tcp(host: host, port: port)
        return try clients.withLock { clients in
            if let known = clients[endpoint] { return known }
            let client = try HTTPClient(to: endpoint, tls: tls)
            clients[endpoint] = client
            return client
        }
    }
}
