import HTTP

/// remotecommand over WebSocket: the first byte of each message names its channel.
///
/// ```
/// 0 stdin   1 stdout   2 stderr   3 Status, at the end   4 terminal size   255 the channel whose number follows ends
/// ```
/// The last is what version 5 has and version 4 hasn't: without it, a client can't end the input.
/// Source: KEP-4006.
private struct WebSocketCommand: RemoteClient {
    let socket: WebSocket

    func receive(_ handle: @escaping @Sendable (RemoteEvent) async throws -> Void) async throws {
        while let message = try await socket.receive() {
            guard case .binary(let bytes) = message, let channel = bytes.first else { continue }
            switch channel {
            case 0: try await handle(.input(Array(bytes.dropFirst())))
            case 4: if let size = terminalSize(Array(bytes.dropFirst())) { try await handle(size) }
            case 255: if bytes.dropFirst().first == 0 { try await handle(.inputEnd) }
            default: break
            }
        }
    }

    func send(_ stream: RemoteStream, _ bytes: [UInt8]) async throws {
        try await socket.send(.binary([stream.rawValue] + bytes))
    }

    func send(_ end: RemoteEnd) async throws { try await send(.status, end.status) }
}

func webSocketCommandResponse(
    to request: HTTPRequest, _ start: @escaping @Sendable () throws -> Conversation
) -> HTTPResponse {
    WebSocket.response(to: request, subprotocols: ["v5.channel.k8s.io", "v4.channel.k8s.io"]) { socket in
        try await carry(WebSocketCommand(socket: socket), start)
    }
}
