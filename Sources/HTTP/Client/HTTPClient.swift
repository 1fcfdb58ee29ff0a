import NIOCore
import NIOHTTP1
import NIOSSL

/// A client of one HTTP/1.1 server; its connections are kept and used again.
///
/// ```swift
/// let client = try HTTPClient(to: .tcp(host: "127.0.0.1", port: 6443), tls: ClientTLS(authority: pem))
/// let answer = try await client.fetch(.init(.get, "/api/v1/pods"), upTo: 16 << 20)
/// let watch = try await client.send(.init(.get, "/api/v1/pods?watch=true"))
/// for try await event in watch.body.lines() { … }
/// ```
/// A request takes an idle connection or opens one; so there are as many as requests under way, and a few stay. A
/// cancelled task closes the connection it was waiting on. When the client is dropped, its idle connections close.
///
/// Left out: redirects, cookies, proxies, compression, HTTP/2.
package final class HTTPClient: Sendable {
    package let endpoint: Endpoint
    private let tls: ClientTLS?
    private let context: NIOSSLContext?
    private let connectTimeout: Duration
    private let pool: ConnectionPool

    /// - Throws: ``HTTPError/tls(_:)`` when certificates or keys can't be read. Nothing is connected yet.
    package init(
        to endpoint: Endpoint, tls: ClientTLS? = nil, connectTimeout: Duration = .seconds(10),
        maximumIdleConnections: Int = 32
    ) throws {
        _ = Self.decoderMetadata
        self.endpoint = endpoint
        self.tls = tls
        self.connectTimeout = connectTimeout
        context = try tls?.makeContext(protocols: ["http/1.1"])
        pool = ConnectionPool(maximumIdle: maximumIdleConnections)
    }

    deinit { pool.close() }

    /// Makes the runtime's description of this generic class once, on one thread: Swift 6.3 crashes now and then when two
    /// event loops need it for the first time at the same moment (seen in `swift_checkMetadataState`).
    private static let decoderMetadata = ObjectIdentifier(ByteToMessageHandler<HTTPResponseDecoder>.self)

    /// Sends a request and gives back the answer as soon as its head has come. The request's time-out ends there.
    /// - Throws: ``HTTPError``, `CancellationError`
    package func send(_ request: Request) async throws -> Response {
        switch try await exchange(request, timesBody: false) {
        case .response(let response): return response
        case .upgraded: throw HTTPError.protocolError("an upgrade that nobody asked for")
        }
    }

    /// Sends a request and collects the answer's body, all within the request's time-out.
    /// - Throws: ``HTTPError``, `CancellationError`
    package func fetch(_ request: Request, upTo limit: Int = 64 << 20) async throws -> Fetched {
        guard case .response(let response) = try await exchange(request, timesBody: true) else {
            throw HTTPError.protocolError("an upgrade that nobody asked for")
        }
        return Fetched(
            status: response.status, headers: response.headers, body: try await response.body.collect(upTo: limit))
    }

    /// Asks for another protocol; `Connection: Upgrade` is added. The connection belongs to the caller, who closes it.
    /// - Throws: ``HTTPError/upgradeRefused(status:headers:body:)`` with what was answered instead.
    package func upgrade(
        _ request: Request, to protocolName: String
    ) async throws -> (headers: HTTPHeaders, connection: ByteConnection) {
        var request = request
        request.headers["Connection"] = "Upgrade"
        request.headers["Upgrade"] = protocolName
        switch try await exchange(request, timesBody: false) {
        case .upgraded(let headers, let connection): return (headers, connection)
        case .response(let response):
            let body = try await response.body.collect(upTo: 1 << 20)
            throw HTTPError.upgradeRefused(status: response.status, headers: response.headers, body: body)
        }
    }

    /// The server may just have closed an idle connection; then the request goes over the next, or a new one.
    private func exchange(_ request: Request, timesBody: Bool) async throws -> Answer {
        let request = completed(request)
        while let connection = pool.take() {
            do { return try await connection.exchange(request, timesBody: timesBody) } catch is StaleConnection {}
        }
        let connection = try await open()
        do { return try await connection.exchange(request, timesBody: timesBody) } catch is StaleConnection {
            throw HTTPError.connectionClosed
        }
    }

    private func open() async throws -> ClientConnection {
        try await connect(
            to: endpoint, tls: context.map { ($0, tls?.serverName) }, timeout: connectTimeout
        ) { [pool] channel in try ClientConnection(channel: channel, pool: pool) }
    }

    private func completed(_ request: Request) -> Request {
        var request = request
        if !request.headers.contains("Host") {
            if case .tcp(let host, let port) = endpoint {
                request.headers.add("Host", "\(host):\(port)")
            } else {
                request.headers.add("Host", "localhost")
            }
        }
        if !request.body.isEmpty || [.post, .put, .patch].contains(request.method) {
            request.headers["Content-Length"] = String(request.body.count)
        }
        return request
    }
}

extension HTTPClient {
    package struct Request: Sendable {
        package var method: HTTPMethod
        /// Path and query, escaped.
        package var target: String
        package var headers: HTTPHeaders
        package var body: [UInt8]
        /// Nil: waits as long as it takes.
        package var timeout: Duration?

        package init(
            _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
            timeout: Duration? = .seconds(30)
        ) {
            self.method = method
            self.target = target
            self.headers = headers
            self.body = body
            self.timeout = timeout
        }
    }

    /// An answer whose body is still coming.
    package struct Response: Sendable {
        package var status: HTTPStatus
        package var headers: HTTPHeaders
        package var body: HTTPBody
    }

    /// An answer that is all there.
    package struct Fetched: Sendable {
        package var status: HTTPStatus
        package var headers: HTTPHeaders
        package var body: [UInt8]
    }

    enum Answer: Sendable {
        case response(Response)
        case upgraded(HTTPHeaders, ByteConnection)
    }
}
