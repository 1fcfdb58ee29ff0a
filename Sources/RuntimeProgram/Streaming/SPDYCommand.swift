import HTTP
import Linux

/// remotecommand over SPDY: a stream for each of error, stdin, stdout, stderr and resize, which the client opens.
///
/// The versions differ in little: the first has no end of a stream, the third has resize, the fourth ends with a Status
/// instead of a sentence, the fifth is what WebSocket speaks.
private struct SPDYCommand: RemoteClient {
    let session: SPDYSession
    let version: Int
    let streams: [String: SPDYStream]
    /// The session's reading, which ends when the client is gone.
    let gone: Latch

    func receive(_ handle: @escaping @Sendable (RemoteEvent) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = try await streams["stdin"]?.read() { try await handle(.input(bytes)) }
                if streams["stdin"] != nil { try await handle(.inputEnd) }
            }
            group.addTask {
                while let bytes = try await streams["resize"]?.read() {
                    if let size = terminalSize(bytes) { try await handle(size) }
                }
            }
            try await group.waitForAll()
        }
        await gone.wait()
    }

    func send(_ stream: RemoteStream, _ bytes: [UInt8]) async throws {
        try await streams[stream == .output ? "stdout" : "stderr"]?.write(bytes)
    }

    func send(_ end: RemoteEnd) async throws {
        for name in ["stdout", "stderr"] { await streams[name]?.finish() }
        let bytes = version >= 4 ? end.status : Array(end.message.utf8)
        if !bytes.isEmpty { try await streams["error"]?.write(bytes) }
        await streams["error"]?.finish()
    }
}

private let versions = [
    "v5.channel.k8s.io", "v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io",
]

func spdyCommandResponse(
    to request: HTTPRequest, _ wanted: RemoteStreams, _ start: @escaping @Sendable () throws -> Conversation
) -> HTTPResponse {
    let offered = request.headers.list("X-Stream-Protocol-Version")
    // A client that offers nothing speaks the first.
    guard let chosen = offered.isEmpty ? versions.last : versions.first(where: offered.contains),
        let index = versions.firstIndex(of: chosen)
    else { return .text("no X-Stream-Protocol-Version in common: \(versions)", status: .forbidden) }
    let version = versions.count - index
    return .upgrade(to: "SPDY/3.1", headers: ["X-Stream-Protocol-Version": chosen]) { connection in
        let session = SPDYSession(connection, isClient: false)
        let gone = Latch()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { gone.open() }
                try await session.run()
            }
            let streams = try await accept(session, expected(wanted, version))
            let client = SPDYCommand(session: session, version: version, streams: streams, gone: gone)
            try await carry(client, start)
            await session.close()
            group.cancelAll()
        }
    }
}

private func expected(_ wanted: RemoteStreams, _ version: Int) -> Int {
    let resizes = wanted.terminal && version >= 3
    return 1 + [wanted.input, wanted.output, wanted.error, resizes].filter(\.self).count
}

/// Waits until the client has opened all of its streams.
private func accept(_ session: SPDYSession, _ count: Int) async throws -> [String: SPDYStream] {
    var streams: [String: SPDYStream] = [:]
    while streams.count < count, let stream = try await session.accept() {
        streams[stream.headers["streamType"] ?? ""] = stream
    }
    return streams
}
