package import NIOCore
import NIOPosix

/// A two-way stream of bytes: what is left of an HTTP connection after an upgrade, or a plain TCP connection.
package final class ByteConnection: Sendable {
    private let channel: any Channel
    private let received: Mailbox<[UInt8]>

    /// What the peer sends, for one reader; it ends when the peer has finished, and throws when the connection broke.
    package var inbound: HTTPBody { HTTPBody(source: .coming(IncomingBody(received))) }

    fileprivate init(channel: any Channel, received: Mailbox<[UInt8]>) {
        self.channel = channel
        self.received = received
    }

    /// The next bytes; nil when the peer has finished.
    package func read() async throws -> [UInt8]? { try await received.next() }

    /// Returns when the bytes are on their way; waits while the peer doesn't take them. Calls must not overlap.
    /// - Throws: ``HTTPError/connectionClosed``
    package func write(_ bytes: [UInt8]) async throws {
        try await channel.writeWithBackPressure(ByteBuffer(bytes: bytes))
    }

    /// No more bytes come from here; the peer may go on.
    package func finish() async { try? await channel.close(mode: .output).get() }

    /// Both directions; what was written before is sent.
    package func close() async { try? await channel.close().get() }
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
        let handler = RawHandler(channel: channel)
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

/// Hands a channel's bytes to a mailbox, and stops reading the socket while too many pieces wait there.
private final class RawHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    let received: Mailbox<[UInt8]>
    private var gate = ReadGate()

    init(channel: any Channel) {
        received = Mailbox(onTaken: { left in
            if left == ReadGate.lowMark { channel.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
        })
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        if received.put(Array(bytes.readableBytesView)) >= ReadGate.highMark { gate.close() }
    }

    func read(context: ChannelHandlerContext) {
        if gate.mayRead() { context.read() }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        if event is ReadGate.Open {
            if gate.open() { context.read() }
            promise?.succeed()
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent { received.finish() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        received.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        received.finish(throwing: HTTPError.connectionClosed)
        context.close(promise: nil)
    }
}

/// Whether a socket is read: closed while its reader is behind.
package struct ReadGate: Sendable {
    /// In pieces of what one read gives, at most 64 KiB.
    package static let highMark = 8
    package static let lowMark = 2

    /// Sent down a channel by the reader when it has caught up.
    package struct Open: Sendable { package init() {} }

    private var isClosed = false
    private var isReadDue = false

    package init() {}

    package mutating func close() { isClosed = true }

    /// Whether a read that the channel wants now may happen; if not, it is due later.
    package mutating func mayRead() -> Bool {
        if isClosed { isReadDue = true }
        return !isClosed
    }

    /// Whether a read is due.
    package mutating func open() -> Bool {
        isClosed = false
        defer { isReadDue = false }
        return isReadDue
    }
}
