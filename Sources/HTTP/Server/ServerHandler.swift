package import NIOCore
import NIOHTTP1

/// A request, and what must be known of it to frame its answer.
struct ServerRequest: Sendable {
    var request: HTTPRequest
    var version: HTTPVersion
    var isKeptAlive: Bool
    var isHead: Bool { request.method == .head }
}

/// The end of a connection's pipeline: parsed parts become requests for the task, answers become parts.
///
/// A request is given to the task when all of it has come, or, if that takes longer, when nothing more is there to be
/// read: so a small body never costs a second wake-up. Reading stops while the task is a request behind, or a body's
/// reader several pieces; the end of the connection is noticed all the same.
final class ServerHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private enum Input {
        case none
        case starting(HTTPRequestHead, [UInt8])
        case streaming(Mailbox<[UInt8]>)
        /// The answer was given without reading the whole request; so many more bytes are passed over.
        case discarding(Int)
    }

    static let nothing = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer()))
    /// A client that is still sending must be able to do so for a while, or it never reads the answer.
    static let lingering = TimeAmount.seconds(2)
    static let discardedAtMost = 64 << 20
    static let maximumTargetSize = 64 << 10

    let requests = Mailbox<ServerRequest>()
    let gone = Mailbox<Never>()
    private let idleTimeout: TimeAmount
    private var idle: IdleTimer?
    private var context: ChannelHandlerContext?
    private var input = Input.none
    private var gate = ReadGate()
    private var unanswered = 0
    private var continueIsDue = false
    private var isLast = false
    /// Known after the handshake, and the same for all requests of the connection.
    private lazy var peer = context.flatMap { PeerIdentity(of: $0.channel) }
    private lazy var remoteAddress = context?.remoteAddress?.plain ?? ""

    init(idleTimeout: TimeAmount) { self.idleTimeout = idleTimeout }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        idle = IdleTimer(idleTimeout, on: context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        idle?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// What can't be parsed is answered once, and ends the connection.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        refuse(error == .headerOverflow ? .requestHeaderFieldsTooLarge : .badRequest, context)
    }

    private func refuse(_ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
        guard unanswered == 0, context.channel.isActive else { return context.close(promise: nil) }
        let head = HTTPResponseHead(
            version: .http1_1, status: status, headers: ["Connection": "close", "Content-Length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        isLast = true
        unanswered = 1
        sendEnd()
    }

    private func end() {
        if case .streaming(let body) = input { body.finish(throwing: HTTPError.connectionClosed) }
        input = .none
        requests.finish()
        gone.finish()
    }
}

// MARK: - In

extension ServerHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        idle?.postpone()
        switch unwrapInboundIn(data) {
        case .head(let head) where head.uri.utf8.count > Self.maximumTargetSize: refuse(.uriTooLong, context)
        case .head(let head):
            if !isLast { input = .starting(head, []) }
        case .body(let bytes): receive(bytes, context)
        case .end: receiveEnd(context)
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        switch input {
        case .none: break
        case .starting(let head, var body):
            input = .none
            body.append(contentsOf: bytes.readableBytesView)
            input = .starting(head, body)
        case .streaming(let body):
            if body.put(Array(bytes.readableBytesView)) >= ReadGate.highMark {
                gate.close()
                idle?.pause()
            }
        case .discarding(let left):
            input = .discarding(left - bytes.readableBytes)
            if left < bytes.readableBytes { context.close(promise: nil) }
        }
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        switch input {
        case .none: break
        case .starting(let head, let bytes): deliver(head, .bytes(bytes), context)
        case .streaming(let body): body.finish()
        case .discarding: context.close(promise: nil)
        }
        input = .none
        idle?.pause()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .starting(let head, let bytes) = input {
            let channel = context.channel
            let body = Mailbox<[UInt8]>(onTaken: { left in
                if left == ReadGate.lowMark { channel.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
            })
            if !bytes.isEmpty { body.put(bytes) }
            input = .streaming(body)
            continueIsDue = equalIgnoringCase(head.headers.first(name: "Expect") ?? "", "100-continue")
            deliver(head, HTTPBody(source: .coming(IncomingBody(body, willRead: willRead(context)))), context)
        }
        context.fireChannelReadComplete()
    }

    private func deliver(_ head: HTTPRequestHead, _ body: HTTPBody, _ context: ChannelHandlerContext) {
        unanswered += 1
        if unanswered > 1 { gate.close() }
        if !head.isKeepAlive || head.version != .http1_1 { isLast = true }
        // The parser takes what follows for another protocol: a refusal must be the connection's last answer.
        if head.headers.contains(name: "Upgrade") { isLast = true }
        let request = HTTPRequest(
            method: HTTPMethod(head.method.rawValue), target: Target(head.uri),
            headers: HTTPHeaders(fields: head.headers.map { HTTPHeaders.Field(name: $0.name, value: $0.value) }),
            body: body, peer: peer, remoteAddress: remoteAddress)
        requests.put(ServerRequest(request: request, version: head.version, isKeptAlive: !isLast))
    }

    func read(context: ChannelHandlerContext) {
        if gate.mayRead() { context.read() }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ReadGate.Open else { return context.triggerUserOutboundEvent(event, promise: promise) }
        openGate()
        promise?.succeed()
    }

    private func openGate() {
        if case .streaming = input { idle?.resume() }
        if unanswered <= 1, gate.open() { context?.read() }
    }

    /// Only a client that asked for it waits for `100 Continue`.
    private func willRead(_ context: ChannelHandlerContext) -> (@Sendable () -> Void)? {
        guard continueIsDue else { return nil }
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        return { handler.eventLoop.execute { handler.value.sendContinue() } }
    }
}

// MARK: - Out

extension ServerHandler {
    func send(_ response: HTTPResponse, bytes: [UInt8], to request: ServerRequest) {
        guard let context else { return }
        var response = response
        if response.status.code >= 200, response.status.code != 204, response.status.code != 304 {
            response.headers["Content-Length"] = String(bytes.count)
        }
        sendHead(response, to: request, flushes: false)
        if !request.isHead, !bytes.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        }
        sendEnd()
    }

    func sendHead(_ response: HTTPResponse, to request: ServerRequest, flushes: Bool = true) {
        guard let context else { return }
        continueIsDue = false
        if case .streaming = input, unanswered == 1 { isLast = true }
        var fields = response.headers.fields.map { ($0.name, $0.value) }
        if isLast || !request.isKeptAlive { fields.append(("Connection", "close")) }
        let head = HTTPResponseHead(
            version: request.version, status: HTTPResponseStatus(statusCode: response.status.code),
            headers: NIOHTTP1.HTTPHeaders(fields))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if flushes { context.flush() }
    }

    /// The answer is complete: the next request, or the end of the connection.
    func sendEnd() {
        guard let context else { return }
        unanswered -= 1
        guard isLast, unanswered == 0 else {
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            if unanswered == 0 { idle?.resume() }
            return openGate()
        }
        requests.finish()
        let sent = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
        sent.futureResult.assumeIsolated().whenComplete { [self] _ in closeOrLinger() }
    }

    private func closeOrLinger() {
        guard let context else { return }
        guard case .streaming(let body) = input else { return context.close(promise: nil) }
        body.finish(throwing: HTTPError.connectionClosed)
        input = .discarding(Self.discardedAtMost)
        if gate.open() { context.read() }
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingering) { context.close(promise: nil) }
    }

    private func sendContinue() {
        guard let context, continueIsDue else { return }
        continueIsDue = false
        context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    func finishSoon() {
        isLast = true
        if unanswered == 0 { context?.close(promise: nil) }
    }

    /// The answer 101, then the pipeline is cleared for raw bytes; those that the parser holds already come first.
    func upgrade(_ response: HTTPResponse) throws -> ByteConnection {
        guard let context, context.channel.isActive else { throw HTTPError.connectionClosed }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: response.status.code),
            headers: NIOHTTP1.HTTPHeaders(response.headers.fields.map { ($0.name, $0.value) }))
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        let pipeline = context.pipeline.syncOperations
        let connection = try ByteConnection.take(over: context.channel)
        let encoder = try pipeline.handler(type: HTTPResponseEncoder.self)
        let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
        let channel = context.channel
        _ = pipeline.removeHandler(self)
        _ = pipeline.removeHandler(encoder)
        _ = pipeline.removeHandler(decoder)
        channel.read()
        return connection
    }
}

/// For HTTP and GRPC only.
extension SocketAddress {
    /// `127.0.0.1:40312`, or a path.
    package var plain: String { ipAddress.map { "\($0):\(port ?? 0)" } ?? pathname ?? "" }
}
