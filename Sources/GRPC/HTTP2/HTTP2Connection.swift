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

    private static let maximumHeaderSize = 64 << 10
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
    private var isReadDue = false
    private var reader: FrameReader
    private var headers = HeaderReader(maximumSize: HTTP2Connection.maximumHeaderSize)
    private var receiveWindow = ReceiveWindow(HTTP2Connection.receiveWindow)
    /// A block of headers of which more is to come.
    private var unfinished: (head: Frame, block: ByteBuffer)?

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

// MARK: - In

extension HTTP2Connection {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isInTurn = true
        reader.add(unwrapInboundIn(data))
        do throws(HTTP2Failure) {
            while self.context != nil, let frame = try reader.next() { try take(frame) }
        } catch { fail(error) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isInTurn = false
        flush()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable { context.read() } else { isReadDue = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable, isReadDue {
            isReadDue = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    private func fail(_ failure: HTTP2Failure) {
        out.writeGoAway(lastStream: lastStream, failure.code)
        flush()
        context?.close(promise: nil)
    }

    private func take(_ frame: Frame) throws(HTTP2Failure) {
        if let unfinished, frame.kind != .continuation || frame.stream != unfinished.head.stream {
            throw HTTP2Failure(.protocolError, "headers cut off")
        }
        switch frame.kind {
        case .data: try takeData(frame)
        case .headers: try takeHeaders(frame, frame.content())
        case .continuation:
            guard let (head, block) = unfinished else { throw HTTP2Failure(.protocolError, "nothing to continue") }
            try takeContinuation(frame, of: head, block)
        case .resetStream: if let stream = streams[frame.stream] { abort(stream, "reset by the other side") }
        case .settings: try takeSettings(frame)
        case .ping where frame.flags.contains(.acknowledgement): onPong()
        case .ping: try answerPing(frame)
        case .goAway:
            isGoingAway = true
            onGoAway()
        case .windowUpdate: try takeWindowUpdate(frame)
        case .pushPromise: throw HTTP2Failure(.protocolError, "a push that nobody asked for")
        case .priority, nil: break
        }
    }

    private func takeData(_ frame: Frame) throws(HTTP2Failure) {
        try receiveWindow.use(frame.payload.readableBytes)
        if let update = receiveWindow.takeUpdate() {
            out.writeWindowUpdate(stream: 0, by: update)
            flushSoon()
        }
        guard let stream = streams[frame.stream], !stream.hasReceivedEnd else {
            // One that was reset: what is under way still comes.
            if frame.stream == 0 || frame.stream > lastStream { throw HTTP2Failure(.protocolError, "data of no stream") }
            return
        }
        try stream.receiveWindow.use(frame.payload.readableBytes)
        stream.user?.receive(try frame.content())
        if frame.flags.contains(.endStream) { receiveEnd(stream) } else { giveBackWindow(stream) }
    }

    /// A reader that is behind has said so by now.
    func giveBackWindow(_ stream: HTTP2Stream) {
        guard stream.isReading, stream.connection != nil, let update = stream.receiveWindow.takeUpdate() else { return }
        out.writeWindowUpdate(stream: stream.id, by: update)
        flushSoon()
    }

    private func takeHeaders(_ frame: Frame, _ block: ByteBuffer) throws(HTTP2Failure) {
        guard frame.flags.contains(.endHeaders) else { return unfinished = (frame, block) }
        unfinished = nil
        // Of a stream that is over, too: the table may change.
        let headers = try headers.read(block)
        guard let stream = try stream(of: frame) else { return }
        stream.user?.receive(headers)
        if frame.flags.contains(.endStream) { receiveEnd(stream) }
    }

    private func takeContinuation(_ frame: Frame, of head: Frame, _ block: ByteBuffer) throws(HTTP2Failure) {
        var block = block
        block.writeImmutableBuffer(frame.payload)
        guard block.readableBytes <= Self.maximumHeaderSize, frame.payload.readableBytes > 0 else {
            throw HTTP2Failure(.enhanceYourCalm, "too many headers")
        }
        let flags = head.flags.union(frame.flags.intersection(.endHeaders))
        try takeHeaders(Frame(kind: .headers, flags: flags, stream: head.stream, payload: ByteBuffer()), block)
    }

    /// The stream that headers are for: a client opens it with them. Nil if it is over, or refused.
    private func stream(of frame: Frame) throws(HTTP2Failure) -> HTTP2Stream? {
        if let stream = streams[frame.stream] { return stream.hasReceivedEnd ? nil : stream }
        guard frame.stream > lastStream else { return nil }
        guard role == .server, frame.stream % 2 == 1 else {
            throw HTTP2Failure(.protocolError, "a stream of number \(frame.stream)")
        }
        lastStream = frame.stream
        let stream = HTTP2Stream(id: frame.stream, sendWindow: firstWindow)
        guard !isGoingAway, let user = onStream(stream) else {
            out.writeReset(stream: stream.id, .refusedStream)
            flushSoon()
            return nil
        }
        stream.connection = self
        stream.user = user
        streams[stream.id] = stream
        return stream
    }

    private func receiveEnd(_ stream: HTTP2Stream) {
        stream.hasReceivedEnd = true
        stream.user?.receiveEnd()
        closeIfDone(stream)
    }

    private func answerPing(_ frame: Frame) throws(HTTP2Failure) {
        guard frame.payload.readableBytes == 8 else { throw HTTP2Failure(.frameSizeError, "a ping not of 8 bytes") }
        out.writeAcknowledgement(.ping, frame.payload)
        flushSoon()
    }

    private func takeSettings(_ frame: Frame) throws(HTTP2Failure) {
        if frame.flags.contains(.acknowledgement) { return }
        guard frame.payload.readableBytes % 6 == 0 else { throw HTTP2Failure(.frameSizeError, "settings cut off") }
        var payload = frame.payload
        while let (number, value) = payload.readMultipleIntegers(as: (UInt16, UInt32).self) {
            try take(HTTP2Setting(rawValue: number), value)
        }
        out.writeAcknowledgement(.settings)
        flushSoon()
        openWaiting()
    }

    private func take(_ setting: HTTP2Setting?, _ value: UInt32) throws(HTTP2Failure) {
        switch setting {
        case .initialWindowSize:
            let change = Int(value) - firstWindow
            firstWindow = Int(value)
            for stream in streams.values { try stream.sendWindow.grow(by: change) }
            if change > 0 { for stream in streams.values.sorted(by: { $0.id < $1.id }) { drain(stream) } }
        case .maximumFrameSize:
            guard (1 << 14..<1 << 24).contains(value) else { throw HTTP2Failure(.protocolError, "frames of \(value)") }
            maximumFrame = Int(value)
        case .maximumConcurrentStreams: maximumStreams = value
        case .headerTableSize: saysNoTable = true
        case .enablePush, .maximumHeaderListSize, nil: break
        }
    }

    private func takeWindowUpdate(_ frame: Frame) throws(HTTP2Failure) {
        guard let size = frame.payload.getInteger(at: frame.payload.readerIndex, as: UInt32.self),
            frame.payload.readableBytes == 4
        else { throw HTTP2Failure(.frameSizeError, "a window update not of 4 bytes") }
        let count = Int(size & 0x7fff_ffff)
        guard count > 0 else { throw HTTP2Failure(.protocolError, "a window update of nothing") }
        if frame.stream > 0 {
            guard let stream = streams[frame.stream] else { return }
            try stream.sendWindow.grow(by: count)
            return drain(stream)
        }
        try sendWindow.grow(by: count)
        let ready = blocked
        blocked = []
        for stream in ready {
            stream.isBlocked = false
            drain(stream)
        }
    }
}
