import HTTP
import NIOCore
import Synchronization

/// The client's connection: opens a stream for each call.
final class ClientConnection: Sendable {
    private let channel: any Channel
    private let connection: NIOLoopBound<HTTP2Connection>
    private let isGoingAway = Mutex(false)

    /// Above TLS. On the channel's event loop.
    init(channel: any Channel, keepAlive: Duration?) throws {
        self.channel = channel
        let connection = HTTP2Connection(.client)
        self.connection = NIOLoopBound(connection, eventLoop: channel.eventLoop)
        connection.onGoAway = { [weak self] in self?.goAway() }
        if let keepAlive { KeepAlive(every: keepAlive, of: connection).begin(on: channel) }
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    /// Whether a new call may be made here.
    var isUsable: Bool { channel.isActive && !isGoingAway.withLock(\.self) }

    /// The call tells by itself how it goes.
    func start(_ call: ClientCall) { connection.onLoop { call.begin(on: $0) } }

    func close() { channel.close(promise: nil) }

    /// A server that shuts down says so; calls under way go on.
    private func goAway() { isGoingAway.withLock { $0 = true } }
}
