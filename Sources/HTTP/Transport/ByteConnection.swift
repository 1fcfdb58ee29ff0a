package import NIOCore
import NIOPosix

/// Bytes in both directions.
package protocol ByteTransport: Sendable {
    /// The next bytes; nil when the peer has finished. One task reads.
    func read() async throws -> [UInt8]?
    /// Returns when the bytes are on their way; waits while the peer doesn't take them. The bytes of one call stay
    /// together, and calls by one actor keep their order.
    func write(_ bytes: [UInt8]) async throws
    /// No more bytes come from here; the peer may go on, where the transport can do that.
    func finish() async
    func close() async
}

/// A two-way stream of bytes: what is left of an HTTP connection after an upgrade, or a plain TCP connection.
package final class ByteConnection: ByteTransport {
    private let channel: any Channel
    private let received: Mailbox<[UInt8]>

    /// What the peer sends, for one reader; it ends when the peer has finished, and throws when the connection broke.
    package var inbound: HTTPBody { HTTPBody(source: .coming(IncomingBody(received))) }

    init(channel: any Channel, received: Mailbox<[UInt8]>) {
        self.channel = channel
        self.received = received
    }

    /// The next bytes; nil when the peer has finished.
    package func read() async throws -> [UInt8]? { try await received.next() }

    /// Returns when the bytes are on their way; waits while the peer doesn't take them.
    /// - Throws: ``HTTPError/connectionClosed``
    package func write(_ bytes: [UInt8]) async throws {
        try await channel.writeWithBackPressure(ByteBuffer(bytes: bytes))
    }

    /// No more bytes come from here; the peer may go on.
    package func finish() async { try? await channel.close(mode: .output).get() }

    /// Both directions; what was written before is sent.
    package func close() async { try? await channel.close().get() }

    /// Finishes, and closes when the peer has finished, too, or when that takes too long. A connection that is closed
    /// while bytes of the peer are still unread is *reset*, and then the peer may never see the last that was sent.
    /// What still comes is thrown away; a task that reads gets nil.
    package func finishAndClose(within limit: Duration = .seconds(2)) async {
        channel.triggerUserOutboundEvent(RawHandler.Discard(), promise: nil)
        await finish()
        let closing = channel.eventLoop.scheduleTask(in: TimeAmount(limit)) { [channel] in channel.close(promise: nil) }
        try? await channel.closeFuture.get()
        closing.cancel()
    }
}

extension ByteConnection {
    /// A plain connection, on which either side may finish before the other.
    package static func connect(
        to endpoint: Endpoint, timeout: Duration = .seconds(10)
    ) async throws -> ByteConnection {
        let connection = try await HTTP.connect(to: endpoint, tls: nil, timeout: timeout) {
            try ByteConnection.take(over: $0)
        }
        try await connection.channel.setOption(.allowRemoteHalfClosure, value: true).get()
        return connection
    }

    /// From now on the channel's bytes go to the connection that is returned. On the channel's event loop.
    static func take(over channel: any Channel) throws -> ByteConnection {
        let handler = RawHandler(channel: channel, isWaiting: false)
        try channel.pipeline.syncOperations.addHandler(handler)
        return ByteConnection(channel: channel, received: handler.received)
    }
}

extension Channel {
    /// A small amount may wait in the channel; with more than that, the writer waits, too. Cancellation closes the
    /// channel, for nothing else ends that wait when the peer has stopped reading.
    /// - Throws: ``HTTPError/connectionClosed``
    package func writeWithBackPressure(_ message: some Sendable) async throws {
        if isWritable {
            guard isActive else { throw HTTPError.connectionClosed }
            writeAndFlush(message, promise: nil)
            return
        }
        try await withTaskCancellationHandler {
            do { try await writeAndFlush(message).get() } catch { throw HTTPError.connectionClosed }
        } onCancel: {
            close(promise: nil)
        }
    }
}
