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
    /// Of a call that streams.
    private var requests: Mailbox<[UInt8]>?
    /// A unary call that waits for its message, which may have come already.
    private var pending: (method: GRPCServices.Unary, call: GRPCCall, message: [UInt8]?)?
    private let callEnd = CallEnd()
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
        callEnd.set()
        pending = nil
    }
}

// MARK: - In

extension ServerStreamHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame):
            if requests == nil, pending == nil { start(frame.headers, context) }
            if frame.endStream { receiveEnd(context) }
        case .data(let frame):
            if case .byteBuffer(let bytes) = frame.data { receive(bytes) }
            if frame.endStream { receiveEnd(context) }
        default: break
        }
    }

    private func start(_ headers: HPACKHeaders, _ context: ChannelHandlerContext) {
        guard !sentEnd else { return }
        guard let path = headers.first(name: ":path"), let type = headers.first(name: "content-type"),
            type.hasPrefix("application/grpc")
        else { return refuse(context) }
        guard let method = services.methods[path] else { return finish(.unimplemented, "unknown method \(path)") }
        let timeout = headers.first(name: "grpc-timeout").flatMap(timeout(parsing:))
        if let timeout { startDeadline(timeout, context) }
        let call = describe(path, headers, timeout)
        switch method {
        case .unary(let method): pending = (method, call, nil)
        case .streaming(let method):
            let requests = mailbox(context.channel)
            self.requests = requests
            begin(.streaming(method, requests), call, context)
        }
    }

    /// Its reader opens the gate again that too many messages have closed.
    private func mailbox(_ channel: any Channel) -> Mailbox<[UInt8]> {
        Mailbox(onTaken: { left in
            if left == ReadGate.lowMark { channel.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
        })
    }

    private func begin(_ work: ServerCall.Work, _ call: GRPCCall, _ context: ChannelHandlerContext) {
        calls.put(ServerCall(work, call: call, end: callEnd, channel: context.channel, handler: self))
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
            self?.callEnd.set()
        }
    }

    private func receive(_ bytes: ByteBuffer) {
        if sentEnd { return }
        do {
            for message in try parser.parse(bytes.readableBytesView) {
                // Of a unary call's messages the first counts.
                if pending?.message == nil { pending?.message = message }
                if let requests, requests.put(message) >= ReadGate.highMark { gate.close() }
            }
        } catch {
            finish(error.code, error.message)
            end()
        }
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        receivedEnd = true
        let isWhole = parser.isBetweenMessages
        requests?.finish(throwing: isWhole ? nil : GRPCError(.internal, Self.cutOff))
        guard let (method, call, message) = pending.take() else { return }
        guard let message else { return finish(.internal, isWhole ? "no request message" : Self.cutOff) }
        begin(.unary(method, message), call, context)
    }

    private static let cutOff = "the stream ends inside of a message"

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
