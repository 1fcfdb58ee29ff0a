import HTTP
import Linux
import Synchronization

// kubectl's port-forward protocol, the server's side: for each connection to the local port, the client opens a stream
// for errors and one for data, which belong together by their `requestid`. It is SPDY, by itself or in a WebSocket.

/// Opens a connection to a port of the pod.
typealias PortDialer = @Sendable (Int) async throws -> AsyncDescriptor

func portForwardResponse(to request: HTTPRequest, _ dial: @escaping PortDialer) -> HTTPResponse {
    if request.asksForUpgrade(to: "websocket") {
        return WebSocket.response(to: request, subprotocols: ["SPDY/3.1+portforward.k8s.io"]) { socket in
            await forward(SPDYSession(WebSocketBytes(socket), isClient: false), dial)
        }
    }
    guard request.asksForUpgrade(to: "SPDY/3.1") else {
        return .text("an upgrade to WebSocket or SPDY/3.1 is required", status: .badRequest)
    }
    let version = "portforward.k8s.io"
    let offered = request.headers.list("X-Stream-Protocol-Version")
    guard offered.isEmpty || offered.contains(version) else {
        return .text("no X-Stream-Protocol-Version in common: \(version)", status: .forbidden)
    }
    return .upgrade(to: "SPDY/3.1", headers: ["X-Stream-Protocol-Version": version]) { connection in
        await forward(SPDYSession(connection, isClient: false), dial)
    }
}

private func forward(_ session: SPDYSession, _ dial: @escaping PortDialer) async {
    await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await session.run() }
        await withDiscardingTaskGroup { connections in
            var halves: [String: SPDYStream] = [:]
            while let stream = try? await session.accept() {
                let request = stream.headers["requestID"] ?? ""
                guard let other = halves.removeValue(forKey: request) else {
                    halves[request] = stream
                    continue
                }
                let isData = stream.headers["streamType"] == "data"
                let (data, error) = isData ? (stream, other) : (other, stream)
                connections.addTask { await carry(data, errors: error, dial) }
            }
            connections.cancelAll()
        }
        group.cancelAll()
    }
}

/// One connection. What goes wrong is told in words, and ends this connection alone.
private func carry(_ data: SPDYStream, errors: SPDYStream, _ dial: @escaping PortDialer) async {
    let port = data.headers["port"].flatMap { Int($0) } ?? 0
    do {
        let connection = try await dial(port)
        try await exchange(data, connection)
    } catch is CancellationError {
    } catch {
        let reason = (error as? SystemCallError).map { "dial tcp4 \($0.path): \($0.call): \($0.reason.lowercased())" }
        let words =
            "error forwarding port \(port) to pod: failed to connect to localhost:\(port) inside its "
            + "network namespace: \(reason ?? "\(error)")"
        try? await errors.write(Array(words.utf8))
    }
    await errors.finish()
    await data.finish()
}

/// Either side may finish before the other; when the pod has, it is over.
private func exchange(_ data: SPDYStream, _ connection: AsyncDescriptor) async throws {
    try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask {
            while let bytes = try await data.read() { try await connection.write(bytes) }
            connection.finishWriting()
            return false
        }
        group.addTask {
            while case let bytes = try await connection.read(), !bytes.isEmpty { try await data.write(bytes) }
            return true
        }
        defer { group.cancelAll() }
        while try await group.next() == false {}
    }
}
