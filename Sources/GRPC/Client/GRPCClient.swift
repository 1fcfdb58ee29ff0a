package import HTTP
import NIOCore
import NIOSSL
package import Schema
import Synchronization

/// A client of one gRPC server. All calls share one HTTP/2 connection, opened by the first and, when it breaks, again
/// by the next.
///
/// ```swift
/// let client = try GRPCClient(to: .unix(path: "/run/dinghy.sock"))
/// let version = try await client.unary(Runtime.version, VersionRequest(), timeout: .seconds(5))
/// ```
/// A call that is cancelled resets its stream, and the server cancels its side.
///
/// Left out: retries, load balancing, compression, name resolution beyond one address.
package final class GRPCClient: Sendable {
    package let endpoint: Endpoint
    private let tls: ClientTLS?
    private let context: NIOSSLContext?
    private let connectTimeout: Duration
    private let keepAlive: Duration?
    private let maximumMessageSize: Int
    private let state = Mutex(State.idle)

    private enum State {
        case idle
        /// Somebody is opening it; these wait for it.
        case connecting([Mailbox<ClientConnection>])
        case ready(ClientConnection)
    }

    /// - Parameter keepAlive: how often the server is asked for a sign of life; who doesn't answer before the next time is
    ///   given up. Nil: never.
    /// - Throws: ``HTTPError/tls(_:)`` when certificates or keys can't be read. Nothing is connected yet.
    package init(
        to endpoint: Endpoint, tls: ClientTLS? = nil, connectTimeout: Duration = .seconds(5),
        keepAlive: Duration? = nil, maximumMessageSize: Int = 256 << 20
    ) throws {
        self.endpoint = endpoint
        self.tls = tls
        self.connectTimeout = connectTimeout
        self.keepAlive = keepAlive
        self.maximumMessageSize = maximumMessageSize
        context = try tls?.makeContext(protocols: ["h2"])
    }

    deinit { close() }

    /// Ends all calls; a further one connects again.
    package func close() {
        let connection = state.withLock { state -> ClientConnection? in
            guard case .ready(let connection) = state else { return nil }
            state = .idle
            return connection
        }
        connection?.close()
    }

    /// - Throws: ``GRPCError``, `CancellationError`
    package func unary<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request, timeout: Duration? = nil
    ) async throws -> Response {
        let call = try await start(method.path, shape: .unary(request.protobuf), timeout: timeout)
        guard let bytes = try await call.next() else { throw GRPCError(.internal, "no response message") }
        return try decoded(bytes)
    }

    /// The call has begun when this returns; its errors come out of the messages.
    package func serverStream<Request, Response>(
        _ method: GRPCMethod<Request, Response>, _ request: Request, timeout: Duration? = nil
    ) async throws -> GRPCMessages<Response> {
        let call = try await start(method.path, shape: .serverStream(request.protobuf), timeout: timeout)
        return GRPCMessages(raw: call.responses, owner: call)
    }

    /// The messages are written inside of the closure; the answer comes when it has ended.
    package func clientStream<Request, Response>(
        _ method: GRPCMethod<Request, Response>, timeout: Duration? = nil,
        _ write: (GRPCWriter<Request>) async throws -> Void
    ) async throws -> Response {
        let call = try await start(method.path, shape: .bidirectional, timeout: timeout)
        try await write(GRPCWriter(stream: try await call.writer()))
        call.finish()
        guard let bytes = try await call.next() else { throw GRPCError(.internal, "no response message") }
        return try decoded(bytes)
    }

    /// Both directions at once; the call is cancelled when its object is dropped.
    package func bidirectional<Request, Response>(
        _ method: GRPCMethod<Request, Response>, timeout: Duration? = nil
    ) async throws -> GRPCStream<Request, Response> {
        let call = try await start(method.path, shape: .bidirectional, timeout: timeout)
        return GRPCStream(
            requests: GRPCWriter(stream: try await call.writer()),
            responses: GRPCMessages(raw: call.responses, owner: call), call: call)
    }

    private func start(_ path: String, shape: ClientCall.Shape, timeout: Duration?) async throws -> ClientCall {
        let call = ClientCall(
            path: path, shape: shape, timeout: timeout, maximumMessageSize: maximumMessageSize, target: target)
        try await connection().start(call)
        return call
    }

    private var target: ClientCall.Target {
        if case .tcp(let host, let port) = endpoint {
            return ClientCall.Target(scheme: tls == nil ? "http" : "https", authority: "\(host):\(port)")
        }
        return ClientCall.Target(scheme: "http", authority: "localhost")
    }
}

// MARK: - The connection

extension GRPCClient {
    private enum Turn {
        case take(ClientConnection)
        case open
        case wait(Mailbox<ClientConnection>)
    }

    private func connection() async throws -> ClientConnection {
        switch nextTurn() {
        case .take(let connection): return connection
        case .open: return try await open()
        case .wait(let opened):
            guard let connection = try await opened.next() else { throw GRPCError(.unavailable, "not connected") }
            return connection
        }
    }

    private func nextTurn() -> Turn {
        state.withLock { state in
            switch state {
            case .ready(let connection) where connection.isUsable: return .take(connection)
            case .idle, .ready:
                state = .connecting([])
                return .open
            case .connecting(let waiting):
                let mine = Mailbox<ClientConnection>()
                state = .connecting(waiting + [mine])
                return .wait(mine)
            }
        }
    }

    private func open() async throws -> ClientConnection {
        do {
            let connection = try await connect(
                to: endpoint, tls: context.map { ($0, tls?.serverName) }, timeout: connectTimeout
            ) { [keepAlive] in try ClientConnection(channel: $0, keepAlive: keepAlive) }
            for waiting in become(.ready(connection)) { waiting.put(connection) }
            return connection
        } catch {
            let error = GRPCError(.unavailable, "\(error)")
            for waiting in become(.idle) { waiting.finish(throwing: error) }
            throw error
        }
    }

    private func become(_ next: State) -> [Mailbox<ClientConnection>] {
        state.withLock { state in
            defer { state = next }
            if case .connecting(let waiting) = state { return waiting }
            return []
        }
    }
}

/// A call in both directions.
package struct GRPCStream<Request: Declared, Response: Declared>: Sendable {
    package let requests: GRPCWriter<Request>
    package let responses: GRPCMessages<Response>
    fileprivate let call: ClientCall

    /// No more requests; the server may go on.
    package func finish() async { call.finish() }

    package func cancel() { call.cancel() }
}
