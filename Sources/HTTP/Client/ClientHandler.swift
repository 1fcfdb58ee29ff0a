import NIOCore
import NIOHTTP1

/// The end of a client connection's pipeline: a request becomes parts, parsed parts become the answer.
///
/// The answer is handed over when all of it has come, or when nothing more is there to be read: a small answer costs
/// one wake-up.
final class ClientHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    private enum State {
        case idle
        case waiting(Mailbox<HTTPClient.Answer>)
        case starting(Mailbox<HTTPClient.Answer>, HTTPResponseHead, [UInt8])
        case streaming(Mailbox<[UInt8]>)
        case closed
    }

    /// Each holds the other until the channel has gone.
    var connection: ClientConnection?
    private let pool: ConnectionPool
    private var context: ChannelHandlerContext?
    private var state = State.idle
    private var gate = ReadGate()
    private var timer: Scheduled<Void>?
    private var timesBody = false
    private var isKeptAlive = true
    private var exchanges = 0
    private var mayRetry = false
    /// Stands ready when the request asks for an upgrade.
    private var raw: RawHandler?

    init(pool: ConnectionPool) { self.pool = pool }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        connection = nil
    }

    func start(_ request: HTTPClient.Request, answer: Mailbox<HTTPClient.Answer>, timesBody: Bool) {
        guard let context, context.channel.isActive, case .idle = state else {
            return answer.finish(throwing: StaleConnection())
        }
        state = .waiting(answer)
        self.timesBody = timesBody
        mayRetry = exchanges > 0 && [.get, .head].contains(request.method)
        exchanges += 1
        if request.headers.contains("Upgrade") { prepareUpgrade(context) }
        if let timeout = request.timeout { startTimer(timeout, "\(request.method) \(request.target)", context) }
        let head = HTTPRequestHead(
            version: .http1_1, method: NIOHTTP1.HTTPMethod(rawValue: request.method.name), uri: request.target,
            headers: NIOHTTP1.HTTPHeaders(request.headers.fields.map { ($0.name, $0.value) }))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !request.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: request.body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func startTimer(_ timeout: Duration, _ what: String, _ context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
            self?.fail(HTTPError.timedOut("\(what) after \(timeout)"))
            context.close(promise: nil)
        }
    }

    /// Whoever waits gets the error; nothing else can follow on this connection.
    private func fail(_ error: any Error) {
        timer?.cancel()
        let failed = state
        state = .closed
        switch failed {
        case .idle: connection.map(pool.remove)
        case .waiting(let answer): answer.finish(throwing: error)
        case .starting(let answer, _, _): answer.finish(throwing: error)
        case .streaming(let body): body.finish(throwing: error)
        case .closed: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if case .waiting = state, mayRetry { fail(StaleConnection()) } else { fail(HTTPError.connectionClosed) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error is HTTPParserError ? HTTPError.protocolError("\(error)") : clientError(error))
        context.close(promise: nil)
    }
}

// MARK: - In

extension ClientHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            guard case .waiting(let answer) = state else { return context.close(promise: nil) }
            isKeptAlive = head.isKeepAlive
            state = .starting(answer, head, [])
        case .body(let bytes): receive(bytes)
        case .end: receiveEnd(context)
        }
    }

    private func receive(_ bytes: ByteBuffer) {
        switch state {
        case .starting(let answer, let head, var body):
            state = .idle
            body.append(contentsOf: bytes.readableBytesView)
            state = .starting(answer, head, body)
        case .streaming(let body):
            if body.put(Array(bytes.readableBytesView)) >= ReadGate.highMark { gate.close() }
        case .idle, .waiting, .closed: break
        }
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        timer?.cancel()
        let ended = state
        state = .idle
        switch ended {
        case .starting(let answer, let head, _) where head.status == .switchingProtocols:
            state = .closed
            return upgrade(context, head, answer)
        case .starting(let answer, let head, let bytes):
            release(context)
            answer.put(.response(HTTPClient.Response(head, .bytes(bytes))))
        case .streaming(let body):
            release(context)
            body.finish()
        case .idle, .waiting, .closed: context.close(promise: nil)
        }
    }

    private func release(_ context: ChannelHandlerContext) {
        if let raw = raw.take() { _ = context.pipeline.syncOperations.removeHandler(raw) }
        if gate.open() { context.read() }
        if isKeptAlive, let connection { pool.put(connection) } else { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if case .starting(let answer, let head, let bytes) = state, head.status != .switchingProtocols {
            if !timesBody { timer?.cancel() }
            let channel = context.channel
            let body = Mailbox<[UInt8]>(onTaken: { left in
                if left == ReadGate.lowMark { channel.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
            })
            if !bytes.isEmpty { body.put(bytes) }
            state = .streaming(body)
            let incoming = IncomingBody(body, abandon: { channel.close(promise: nil) })
            answer.put(.response(HTTPClient.Response(head, HTTPBody(source: .coming(incoming)))))
        }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if gate.mayRead() { context.read() }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ReadGate.Open else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if gate.open() { context.read() }
        promise?.succeed()
    }

    /// The pipeline is cleared for raw bytes.
    private func upgrade(
        _ context: ChannelHandlerContext, _ head: HTTPResponseHead, _ answer: Mailbox<HTTPClient.Answer>
    ) {
        guard let raw, let pipeline = self.context?.pipeline.syncOperations,
            let encoder = try? pipeline.handler(type: HTTPRequestEncoder.self),
            let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
        else { return answer.finish(throwing: HTTPError.protocolError("an upgrade that nobody asked for")) }
        raw.begin()
        let connection = ByteConnection(channel: context.channel, received: raw.received)
        _ = pipeline.removeHandler(self)
        _ = pipeline.removeHandler(encoder)
        // Until it is gone it looks at what is written, too.
        pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in
            answer.put(.upgraded(HTTPHeaders(head), connection))
        }
    }

    private func prepareUpgrade(_ context: ChannelHandlerContext) {
        let pipeline = context.pipeline.syncOperations
        guard let decoder = try? pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self) else { return }
        let raw = RawHandler(channel: context.channel, isWaiting: true)
        do {
            try pipeline.addHandler(raw, position: .before(decoder))
            self.raw = raw
        } catch { context.close(promise: nil) }
    }
}

extension HTTPClient.Response {
    init(_ head: HTTPResponseHead, _ body: HTTPBody) {
        self.init(status: HTTPStatus(Int(head.status.code)), headers: HTTPHeaders(head), body: body)
    }
}

extension HTTPHeaders {
    init(_ head: HTTPResponseHead) {
        self.init(fields: head.headers.map { Field(name: $0.name, value: $0.value) })
    }
}

/// What the TLS library or the socket reports, in our terms.
private func clientError(_ error: any Error) -> HTTPError {
    if let error = error as? HTTPError { return error }
    if error is IOError { return .connectionClosed }
    return .tls("\(error)")
}
