import API
package import HTTP
package import Schema

/// Speaks with the API server: one method for each verb, for every kind.
///
/// ```swift
/// let client = try ClusterClient(configuration, userAgent: "kubelet")
/// let pod = try await client.get(Pod.self, "web-0", namespace: "default")
/// for try await event in try await client.watch(Pod.self, from: list.metadata.resourceVersion) { … }
/// ```
/// What the server refuses is thrown as its `Status` (see ``API/Status``); what goes wrong on the way there as `HTTPError`.
/// Nothing is tried again: when and how often is for the caller to know.
package struct ClusterClient: Sendable {
    package let configuration: ClientConfiguration
    package let userAgent: String
    let http: HTTPClient
    private let token: BearerToken?

    /// - Parameter userAgent: which component this is; it stands in the API server's logs and in managed fields.
    /// - Throws: `HTTPError.tls` when certificates or keys can't be read, ``ConfigurationError``.
    package init(_ configuration: ClientConfiguration, userAgent: String) throws {
        self.configuration = configuration
        self.userAgent = userAgent
        let server = try configuration.endpoint
        http = try HTTPClient(to: server.endpoint, tls: server.isSecure ? configuration.tls : nil)
        token = configuration.token
    }

    /// The namespace that is meant when none is named.
    package var defaultNamespace: String { configuration.namespace }

    // MARK: - Requests without types

    /// Sends a request and reads the whole answer.
    /// - Parameter path: below the server's address, with the query: `/api/v1/pods?limit=500`.
    /// - Throws: `Status` when the answer isn't a success, `HTTPError`.
    package func send(
        _ method: HTTPMethod, _ target: Target, body: RequestBody? = nil, accept: String = "application/json",
        timeout: Duration? = .seconds(60)
    ) async throws -> [UInt8] {
        let request = try makeRequest(method, target, body: body, accept: accept, timeout: timeout)
        let answer = try await http.fetch(request, upTo: 256 << 20)
        guard answer.status.isSuccess else { throw Status(answer.body, code: answer.status.code) }
        return answer.body
    }

    /// The same, and the answer as a document.
    package func document(
        _ method: HTTPMethod, _ target: Target, body: RequestBody? = nil, accept: String = "application/json"
    ) async throws -> JSON {
        try JSON(parsing: try await send(method, target, body: body, accept: accept))
    }

    /// Sends a request and hands back the answer, whatever its status: for who examines a server.
    /// - Parameter target: below the server's address, escaped, with the query.
    package func answer(
        _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = []
    ) async throws -> HTTPClient.Fetched {
        var headers = headers
        if !headers.contains("User-Agent") { headers.add("User-Agent", userAgent) }
        if let token, !headers.contains("Authorization") {
            headers.add("Authorization", "Bearer \(try token.current())")
        }
        return try await http.fetch(
            HTTPClient.Request(
                method, configuration.pathPrefix + target, headers: headers, body: body, timeout: .seconds(60)))
    }

    /// Sends a request whose answer comes bit by bit: a watch, a log.
    package func stream(_ target: Target, accept: String = "application/json") async throws -> HTTPBody {
        let answer = try await http.send(
            try makeRequest(.get, target, body: nil, accept: accept, timeout: .seconds(60)))
        guard answer.status.isSuccess else {
            throw Status(try await answer.body.collect(upTo: 1 << 20), code: answer.status.code)
        }
        return answer.body
    }

    /// Opens a WebSocket to a subresource: exec, attach, port-forward. The caller closes it.
    package func webSocket(_ target: Target, subprotocols: [String]) async throws -> WebSocket {
        let request = try makeRequest(.get, target, body: nil, accept: "*/*", timeout: .seconds(60))
        do { return try await http.webSocket(request, subprotocols: subprotocols) } catch HTTPError.upgradeRefused(
            let status, _, let body)
        {
            throw Status(body, code: status.code)
        }
    }

    func makeRequest(
        _ method: HTTPMethod, _ target: Target, body: RequestBody?, accept: String, timeout: Duration?
    ) throws -> HTTPClient.Request {
        var headers: HTTPHeaders = ["Accept": accept, "User-Agent": userAgent]
        if let body { headers.add("Content-Type", body.contentType) }
        if let token { headers.add("Authorization", "Bearer \(try token.current())") }
        return HTTPClient.Request(
            method, configuration.pathPrefix + target.description, headers: headers, body: body?.bytes ?? [],
            timeout: timeout)
    }
}

/// What is sent, and what it is.
package struct RequestBody: Sendable {
    package var contentType: String
    package var bytes: [UInt8]

    package init(contentType: String, bytes: [UInt8]) {
        self.contentType = contentType
        self.bytes = bytes
    }

    package static func json(_ document: JSON) -> RequestBody {
        RequestBody(contentType: "application/json", bytes: document.bytes)
    }
}

extension Status {
    /// What a server says that doesn't say it as a Status (a proxy, a log's error) becomes one.
    init(_ body: [UInt8], code: Int) {
        if let document = try? JSON(parsing: body), document["kind"]?.string == "Status",
            let status = try? Status(json: document)
        {
            self = status
            return
        }
        self.init()
        self.code = code
        status = "Failure"
        message = String(decoding: body.prefix(4096), as: UTF8.self)
    }
}
