package import NIOCore
import NIOHTTP1

/// One client's connection, as the task sees it that answers its requests.
///
/// Everything that touches the channel's handler happens on the event loop, in the order of the calls here.
package final class ServerConnection: ServedConnection {
    package let executor: LoopExecutor
    package let channel: any Channel
    private let handler: NIOLoopBound<ServerHandler>
    private let requests: Mailbox<ServerRequest>
    private let gone: Mailbox<Never>

    /// Sets a new connection up, above TLS. On the channel's event loop.
    package init(channel: any Channel, configuration: HTTPServer.Configuration) throws {
        let handler = ServerHandler(idleTimeout: TimeAmount(configuration.idleTimeout))
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        requests = handler.requests
        gone = handler.gone
        executor = LoopExecutor(channel.eventLoop)
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = configuration.maximumHeaderSize
        limits.maxHeaderFieldSize = configuration.maximumHeaderSize
        let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits)
        try channel.pipeline.syncOperations.addHandlers(
            HTTPResponseEncoder(), ByteToMessageHandler(decoder, maximumBufferSize: 1 << 20), handler)
    }

    /// Until the client has gone, the connection has ended, or this task is cancelled.
    package func serve(_ respond: any HTTPHandler) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.answerRequests(respond) }
            _ = try? await gone.next()
            group.cancelAll()
        }
        channel.close(promise: nil)
    }

    /// After the request under way, or at once.
    package func finishSoon() { handler.onLoop { $0.finishSoon() } }

    private func answerRequests(_ respond: any HTTPHandler) async {
        do {
            while let request = try await requests.next() {
                try await send(await respond.respond(to: request.request), to: request)
            }
        } catch {
            // The client has gone, or the answer's body failed half-way: either way nothing more can be said.
            channel.close(promise: nil)
        }
    }

    private func send(_ response: HTTPResponse, to request: ServerRequest) async throws {
        switch response.body {
        case .bytes(let bytes):
            handler.onLoop { $0.send(response, bytes: bytes, to: request) }
            if !channel.isWritable { try await channel.writeWithBackPressure(ServerHandler.nothing) }
        case .stream where request.isHead:
            handler.onLoop { $0.sendHead(response, to: request) }
            handler.onLoop { $0.sendEnd() }
        case .stream(let write):
            handler.onLoop { $0.sendHead(response, to: request) }
            try await write(HTTPBodyWriter(channel: channel))
            handler.onLoop { $0.sendEnd() }
        case .upgrade(let serve):
            try await upgrade(response, serve)
        }
    }

    private func upgrade(
        _ response: HTTPResponse, _ serve: @Sendable (ByteConnection) async throws -> Void
    ) async throws {
        let taken = Mailbox<ByteConnection>()
        handler.onLoop { handler in
            do {
                taken.put(try handler.upgrade(response))
            } catch { taken.finish(throwing: error) }
        }
        guard let connection = try await taken.next() else { return }
        defer { gone.finish() }
        do { try await serve(connection) } catch {
            await connection.finishAndClose()
            throw error
        }
        await connection.finishAndClose()
    }
}

/// Writes the pieces of an answer's body.
package struct HTTPBodyWriter: Sendable {
    let channel: any Channel

    /// Returns when the bytes are on their way; waits while the client doesn't take them.
    /// - Throws: ``HTTPError/connectionClosed`` when the client has gone.
    package func write(_ bytes: [UInt8]) async throws {
        if bytes.isEmpty { return }
        try await channel.writeWithBackPressure(
            HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: bytes))))
    }

    package func write(_ text: String) async throws { try await write(Array(text.utf8)) }
}
