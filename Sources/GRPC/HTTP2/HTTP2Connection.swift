import NIOCore

/// A connection of HTTP/2, client's or server's, as far as gRPC needs it: many streams, each a call, take turns on one
/// socket, and windows keep a fast sender from flooding a slow reader. Source: RFC 9113.
///
/// ```
/// bytes ─▶ FrameReader ─▶ frames ─▶ streams ─▶ StreamUser: a call
/// bytes ◀─ one write a turn of the event loop ◀─ headers, messages, ends
/// ```
/// NIO's own HTTP/2 gives each stream a channel with a pipeline of its own; for calls as short as ours that took more time
/// than all the rest together.
///
/// What a client can make us keep is bounded: a frame, a block of headers, the windows. And as long as it doesn't read our
/// answers, we don't read its frames. Left out: priorities, push, and cutting messages to share the socket fairly.
final class HTTP2Connection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    enum Role {
        case server, client
    }

    static let maximumHeaderSize = 64 << 10
    private static let receiveWindow = 4 << 20

    let role: Role
    // All called on the event loop.

    /// Who answers a new stream; nil refuses it.
    var onStream: (HTTP2Stream) -> (any StreamUser)? = { _ in nil }
    /// The other side makes or takes no new streams.
    var onGoAway: () -> Void = {}
    var onPong: () -> Void = {}
    /// The connection has ended.
    var onClose: () -> Void = {}

    var context: ChannelHandlerContext?
    var streams: [UInt32: HTTP2Stream] = [:]
    /// The newest that the other side opened, or we did.
    var lastStream: UInt32 = 0
    /// Not before there are fewer open ones, and what is to be done then.
    var waiting: [(stream: HTTP2Stream, begin: (HTTP2Stream) -> Void)] = []
    var isGoingAway = false

    // What the other side has set.

    var maximumStreams = UInt32.max
    var maximumFrame = Frame.maximumLength
    var firstWindow = 65_535
    var sendWindow = SendWindow(65_535)
    /// Those that wait for the connection's window, in their order.
    var blocked: [HTTP2Stream] = []

    // This side.

    var out = ByteBuffer()
    var isInTurn = false
    var isFlushDue = false
    var saysNoTable = true
    var isReadDue = false
    var reader: FrameReader
    var headers = HeaderReader(maximumSize: HTTP2Connection.maximumHeaderSize)
    var receiveWindow = ReceiveWindow(HTTP2Connection.receiveWindow)
    /// A block of headers of which more is to come.
    var unfinished: (head: Frame, block: ByteBuffer)?

    init(_ role: Role) {
        self.role = role
        reader = FrameReader(expectsPreface: role == .server)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { greet() }
    }

    func channelActive(context: ChannelHandlerContext) {
        greet()
        context.fireChannelActive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { close() }

    func channelInactive(context: ChannelHandlerContext) {
        close()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func close() {
        guard context != nil else { return }
        context = nil
        let ended = streams.values.sorted { $0.id < $1.id } + waiting.map(\.stream)
        (streams, waiting, blocked) = ([:], [], [])
        for stream in ended { abort(stream, "the connection was closed") }
        onClose()
        // They may hold this connection.
        (onStream, onGoAway, onPong, onClose) = ({ _ in nil }, {}, {}, {})
    }

    private func greet() {
        if role == .client { out.writeBytes(Frame.preface) }
        out.writeSettings([
            (.maximumConcurrentStreams, 1 << 16), (.maximumHeaderListSize, UInt32(Self.maximumHeaderSize)),
            (.initialWindowSize, UInt32(HTTP2Stream.receiveWindow)), (.enablePush, 0),
        ])
        out.writeWindowUpdate(stream: 0, by: Self.receiveWindow - 65_535)
        flushSoon()
    }
}
