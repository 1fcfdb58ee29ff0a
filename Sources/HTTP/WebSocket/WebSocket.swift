import Synchronization

/// An open WebSocket, on either side.
///
/// One task reads, and must go on reading: pings are answered in between. Any task may send; a message stays whole.
/// Source: RFC 6455.
package final class WebSocket: Sendable {
    private struct State {
        var parser: WebSocketParser
        var events: ArraySlice<WebSocketEvent> = []
        var sentClose = false
        var closing: WebSocketError?
    }

    /// That was agreed upon.
    package let subprotocol: String?
    private let connection: ByteConnection
    private let isClient: Bool
    private let state: Mutex<State>

    init(_ connection: ByteConnection, subprotocol: String?, isClient: Bool, maximumMessageSize: Int) {
        self.connection = connection
        self.subprotocol = subprotocol
        self.isClient = isClient
        let parser = WebSocketParser(expectsMask: !isClient, maximumMessageSize: maximumMessageSize)
        state = Mutex(State(parser: parser))
    }

    /// How the other side closed; nil while it has not.
    package var closing: WebSocketError? { state.withLock(\.closing) }

    /// The next message; nil when the other side has closed.
    /// - Throws: ``WebSocketError`` when it broke the protocol, which closes the socket; `CancellationError`.
    package func receive() async throws -> WebSocketMessage? {
        while closing == nil {
            if let event = state.withLock({ $0.events.popFirst() }) {
                if let message = try await handle(event) { return message }
            } else {
                guard let bytes = try await connection.read() else { break }
                do throws(WebSocketError) { try parse(bytes) } catch {
                    await close(error)
                    throw error
                }
            }
        }
        return nil
    }

    /// Returns when the message is on its way; waits while the other side doesn't take it.
    /// - Throws: ``HTTPError/connectionClosed``
    package func send(_ message: WebSocketMessage) async throws {
        switch message {
        case .binary(let bytes): try await send(.binary, bytes)
        case .text(let text): try await send(.text, Array(text.utf8))
        }
    }

    package func ping() async throws { try await send(.ping, []) }

    /// Says why, and ends the connection when the other side has ended it, too, or takes too long.
    package func close(_ reason: WebSocketError = WebSocketError(1000, "")) async {
        try? await sendClose(bigEndian(reason.code) + reason.reason.utf8.prefix(120))
        await connection.finishAndClose()
    }

    private func parse(_ bytes: [UInt8]) throws(WebSocketError) {
        try state.withLock { state throws(WebSocketError) in
            state.events += try state.parser.receive(bytes)
        }
    }

    private func handle(_ event: WebSocketEvent) async throws -> WebSocketMessage? {
        switch event {
        case .message(let message): return message
        case .ping(let bytes): try await send(.pong, bytes)
        case .pong: break
        case .close(let code, let reason):
            state.withLock { $0.closing = WebSocketError(code, reason) }
            try? await sendClose(code == 1005 ? [] : bigEndian(code))
        }
        return nil
    }

    private func sendClose(_ payload: [UInt8]) async throws {
        let isFirst = state.withLock { state in
            defer { state.sentClose = true }
            return !state.sentClose
        }
        if isFirst { try await send(.close, payload) }
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: [UInt8]) async throws {
        let mask = isClient ? UInt32.random(in: 0 ... .max) : nil
        try await connection.write(webSocketFrame(opcode, payload, mask: mask))
    }
}

/// The binary messages of a WebSocket as a stream of bytes: what SPDY runs over in a `SPDY/3.1+portforward.k8s.io`
/// socket. Where messages begin and end means nothing.
package struct WebSocketBytes: ByteTransport {
    private let socket: WebSocket

    package init(_ socket: WebSocket) { self.socket = socket }

    package func read() async throws -> [UInt8]? {
        switch try await socket.receive() {
        case .binary(let bytes): bytes
        case .text(let text): Array(text.utf8)
        case nil: nil
        }
    }

    package func write(_ bytes: [UInt8]) async throws { try await socket.send(.binary(bytes)) }
    /// A WebSocket can only end as a whole.
    package func finish() async { await socket.close() }
    package func close() async { await socket.close() }
}
