import HTTP
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One call's HTTP/2 stream on the server: HEADERS and DATA come in, and HEADERS, DATA, HEADERS (the trailers) go out.
///
/// A unary call gets its task when its message is complete; any other as soon as its headers have come.
final class ServerStreamHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let services: GRPCServices
    private let calls: Mailbox<ServerCall>
    private let peer: PeerIdentity?
    private let remoteAddress: String
    private var parser: MessageParser
    private var context: ChannelHandlerContext?
    private var requests: Mailbox<[UInt8]>?
    private let gone = Mailbox<Never>()
    /// A unary call that waits for its message.
    private var pending: ServerCall?
    private var deadline: Scheduled<Void>?
    private var gate = ReadGate()
    private var sentHeaders = false
    private var sentEnd = false
    private var receivedEnd = false

    init(
        services: GRPCServices, calls: Mailbox<ServerCall>, peer: PeerIdentity?, remoteAddress: String,
        maximumMessageSize: Int
    ) {
        self.services = services
        self.calls = calls
        self.peer = peer
        self.remoteAddress = remoteAddress
        parser = MessageParser(maximumSize: maximumMessageSize)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        end()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end()
        context.close(promise: nil)
    }

    private func end() {
        sentEnd = true
        deadline?.cancel()
        requests?.finish(throwing: GRPCError(.cancelled, "the client has cancelled"))
        gone.finish()
        pending = nil
    }
}

// MARK: - In

extension ServerStreamHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame):
            if requests == nil { start(frame.headers, context) }
            if frame.endStream { receiveEnd() }
        case .data(let frame):
            if case .byteBuffer(let bytes) = frame.data { receive(bytes) }
            if frame.endStream { receiveEnd() }
        default: break
        }
    }

    private func start(_ headers: HPACKHeaders, _ context: ChannelHandlerContext) {
        guard !sentEnd else { return }
        guard let path = headers.first(name: ":path"), let type = headers.first(name: "content-type"),
            type.hasPrefix("application/grpc")
        else { return refuse(context) }
        guard let method = services.methods[path] else { return finish(.unimplemented, "unknown method \(path)") }
        let channel = context.channel
        let requests = Mailbox<[UInt8]>(onTaken: { left in
            if left == ReadGate.lowMark { channel.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
        })
        self.requests = requests
        let timeout = headers.first(name: "grpc-timeout").flatMap(timeout(parsing:))
        if let timeout { startDeadline(timeout, context) }
        let call = ServerCall(
            method: method, call: describe(path, headers, timeout), requests: requests, gone: gone,
            channel: channel, handler: self)
        if case .unary = method { pending = call } else { calls.put(call) }
    }

    private func describe(_ path: String, _ headers: HPACKHeaders, _ timeout: Duration?) -> GRPCCall {
        GRPCCall(
            path: path, metadata: headers.map { ($0.name, $0.value) }, commonName: peer?.commonName,
            organizations: peer?.organizations ?? [],
            remoteAddress: remoteAddress, timeout: timeout)
    }

    private func startDeadline(_ timeout: Duration, _ context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
            self?.finish(.deadlineExceeded, "deadline exceeded")
            self?.gone.finish()
        }
    }

    private func receive(_ bytes: ByteBuffer) {
        guard let requests, !sentEnd else { return }
        do {
            for message in try parser.parse(bytes.readableBytesView) {
                if requests.put(message) >= ReadGate.highMark { gate.close() }
            }
        } catch {
            finish(error.code, error.message)
            end()
        }
    }

    private func receiveEnd() {
        receivedEnd = true
        guard let requests else { return }
        if parser.isBetweenMessages {
            requests.finish()
        } else {
            requests.finish(throwing: GRPCError(.internal, "the stream ends inside of a message"))
        }
        if let call = pending.take() { calls.put(call) }
    }

    func read(context: ChannelHandlerContext) {
        if gate.mayRead() { context.read() }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ReadGate.Open else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if gate.open() { context.read() }
        promise?.succeed()
    }
}

// MARK: - Out

extension ServerStreamHandler {
    /// The method writes messages; the headers go before the first.
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        sendHeaders(context)
        context.write(data, promise: promise)
    }

    /// A unary call's answer, all at once.
    func reply(_ message: [UInt8]) {
        guard let context, !sentEnd else { return }
        sendHeaders(context)
        context.write(wrapOutboundOut(dataFrame(message, endsStream: false)), promise: nil)
        finish(.ok, "")
    }

    /// The trailers. A call that fails before its first message has nothing else.
    func finish(_ code: GRPCCode, _ message: String) {
        guard let context, !sentEnd else { return }
        sentEnd = true
        deadline?.cancel()
        var trailers: HPACKHeaders = sentHeaders ? [:] : Self.headers
        trailers.add(name: "grpc-status", value: String(code.rawValue))
        if !message.isEmpty { trailers.add(name: "grpc-message", value: statusMessageEncoded(message)) }
        sendLast(trailers, context)
    }

    /// Not gRPC at all.
    private func refuse(_ context: ChannelHandlerContext) {
        sentEnd = true
        sendLast([":status": "415"], context)
    }

    /// A client that is still sending is told to stop.
    private func sendLast(_ headers: HPACKHeaders, _ context: ChannelHandlerContext) {
        let frame = HTTP2Frame.FramePayload.headers(.init(headers: headers, endStream: true))
        if receivedEnd { return context.writeAndFlush(wrapOutboundOut(frame), promise: nil) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(frame), promise: sent)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    private static let headers: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]

    private func sendHeaders(_ context: ChannelHandlerContext) {
        if sentHeaders { return }
        sentHeaders = true
        context.write(wrapOutboundOut(.headers(.init(headers: Self.headers))), promise: nil)
    }
}
