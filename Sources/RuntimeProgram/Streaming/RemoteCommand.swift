import GRPC
import HTTP
import Containers
import Linux
import Schema

// kubectl's remotecommand protocol, the server's side: a command's input, output and end over one connection.
//
// ```
//            stdin, resize ──▶            ──▶ pipe or terminal
//   client                      bridge                          process
//            ◀── stdout, stderr, Status   ◀──
// ```
// Two transports carry it: WebSocket, where a message's first byte names the stream, and SPDY, which has streams.

/// Which streams the request wants.
struct RemoteStreams: Hashable, Sendable {
    var input: Bool
    var output: Bool
    var error: Bool
    var terminal: Bool
}

/// What comes from a client.
enum RemoteEvent: Sendable {
    case input([UInt8])
    case inputEnd
    case resize(rows: UInt16, columns: UInt16)
}

/// Where something goes to a client. The numbers are those of WebSocket's channels.
enum RemoteStream: UInt8, Sendable {
    case output = 1
    case error = 2
    /// The Status, last.
    case status = 3
}

/// A client, over either transport.
protocol RemoteClient: Sendable {
    /// Hands over what comes, until the client is gone.
    func receive(_ handle: @escaping @Sendable (RemoteEvent) async throws -> Void) async throws
    func send(_ stream: RemoteStream, _ bytes: [UInt8]) async throws
    /// In the form that this version of the protocol has for it.
    func send(_ end: RemoteEnd) async throws
}

/// How a command ended.
enum RemoteEnd: Hashable, Sendable {
    case exited(Int)
    case failed(String)

    /// The Status that version 4 and later end with.
    var status: [UInt8] {
        var status: JSONObject = ["metadata": [:]]
        switch self {
        case .exited(0): status["status"] = "Success"
        case .exited(let code):
            status["status"] = "Failure"
            status["message"] = .string(message)
            status["reason"] = "NonZeroExitCode"
            status["details"] = ["causes": [["reason": "ExitCode", "message": .string("\(code)")]]]
        case .failed(let reason):
            status["status"] = "Failure"
            status["message"] = .string(reason)
            status["reason"] = "InternalError"
            status["code"] = 500
        }
        return JSON.object(status).bytes
    }

    /// What the versions before it end with; nothing when all is well.
    var message: String {
        switch self {
        case .exited(0): ""
        case .exited(let code):
            "command terminated with non-zero exit code: command terminated with exit code \(code)"
        case .failed(let reason): reason
        }
    }
}

/// The answer to a request for a command: an upgrade to whichever transport the client asks for.
func remoteCommandResponse(
    to request: HTTPRequest, _ wanted: RemoteStreams, start: @escaping @Sendable () throws -> Conversation
) -> HTTPResponse {
    if request.asksForUpgrade(to: "websocket") {
        return webSocketCommandResponse(to: request, start)
    }
    if request.asksForUpgrade(to: "SPDY/3.1") { return spdyCommandResponse(to: request, wanted, start) }
    return .text("an upgrade to WebSocket or SPDY/3.1 is required", status: .badRequest)
}

/// Carries a conversation from its start to its end.
func carry(_ client: some RemoteClient, _ start: @escaping @Sendable () throws -> Conversation) async throws {
    let conversation: Conversation
    do { conversation = try await blocking(start) } catch {
        let reason = (error as? GRPCError)?.message ?? "\(error)"
        return try await client.send(.failed("error executing command in container: \(reason)"))
    }
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            try await client.receive { try await conversation.take($0) }
            return false
        }
        group.addTask {
            try await forward(conversation, to: client)
            return true
        }
        // Whichever comes first: the process's end, or the client's.
        defer { group.cancelAll() }
        _ = try await group.next()
    }
}

private func forward(_ conversation: Conversation, to client: some RemoteClient) async throws {
    async let output: Void = copy(conversation.output, until: conversation.ended) {
        try await client.send(.output, $0)
    }
    async let error: Void = copy(conversation.error, until: conversation.ended) { try await client.send(.error, $0) }
    let status = try await conversation.exitStatus()
    _ = try await (output, error)
    try await client.send(.exited(status))
}

private func copy(
    _ descriptor: AsyncDescriptor?, until latch: Latch, to send: @Sendable ([UInt8]) async throws -> Void
) async throws {
    guard let descriptor else { return }
    while true {
        let bytes = try await descriptor.read(until: latch)
        if bytes.isEmpty { return }
        try await send(bytes)
    }
}

extension Conversation {
    /// A process that doesn't want any more input is no reason to end.
    func take(_ event: RemoteEvent) async throws {
        switch event {
        case .input(let bytes):
            do { try await input?.write(bytes) } catch is SystemCallError { closeInput() }
        case .inputEnd: closeInput()
        case .resize(let rows, let columns): try session.resize(rows: rows, columns: columns)
        }
    }
}

/// `{"Width":80,"Height":24}`; kubectl sends zeros when it doesn't know.
func terminalSize(_ bytes: [UInt8]) -> RemoteEvent? {
    guard let json = try? JSON(parsing: bytes.filter { $0 != UInt8(ascii: "\n") }),
        let columns = json["Width"]?.integer, let rows = json["Height"]?.integer, columns > 0, rows > 0
    else { return nil }
    return .resize(rows: UInt16(clamping: rows), columns: UInt16(clamping: columns))
}
