import NIOCore
import NIOHTTP1

/// The connection was closed before it took the request: the request may go over another.
struct StaleConnection: Error {}

/// A connection to the client's server, which carries one exchange at a time.
final class ClientConnection: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<ClientHandler>

    /// On the channel's event loop.
    init(channel: any Channel, pool: ConnectionPool) throws {
        let handler = ClientHandler(pool: pool)
        self.channel = channel
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        try channel.pipeline.syncOperations.addHandlers(
            HTTPRequestEncoder(),
            ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes)), handler)
        handler.connection = self
    }

    /// - Parameter timesBody: whether the request's time-out goes on after the answer's head.
    /// - Throws: ``StaleConnection``, ``HTTPError``, `CancellationError`
    func exchange(_ request: HTTPClient.Request, timesBody: Bool) async throws -> HTTPClient.Answer {
        let answer = Mailbox<HTTPClient.Answer>()
        handler.onLoop { $0.start(request, answer: answer, timesBody: timesBody) }
        do {
            guard let answer = try await answer.next() else { throw HTTPError.connectionClosed }
            return answer
        } catch is CancellationError {
            close()
            throw CancellationError()
        }
    }

    func close() { channel.close(promise: nil) }
}
