import HTTP
import NIOCore

/// One call on the server: HEADERS and DATA come in, and HEADERS, DATA, HEADERS (the trailers) go out.
///
/// A unary call gets its task when its message is complete; any other as soon as its headers have come. The task is not
/// a child of the connection's: it begins inside of the turn of the event loop that brought the request, so a method that
/// has its answer ready is done before anybody waits; and it is cancelled alone when the client cancels, or its deadline is
/// over. ``GRPCServerConnection`` waits for the tasks of all its calls.
final class ServerCall: StreamUser {
    private let stream: HTTP2Stream
    private let connection: GRPCServerConnection
    private var parser: MessageParser
    private var call: GRPCCall?
    private var deadline: Scheduled<Void>?
    private var task: Task<Void, Never>?
    /// A unary call that waits for its message, which may have come already.
    private var pending: (method: GRPCServices.Unary, message: [UInt8]?)?
    /// Of a call that streams.
    private var requests: Mailbox<[UInt8]>?
    private var hasEnded = false

    init(_ stream: HTTP2Stream, of connection: GRPCServerConnection) {
        self.stream = stream
        self.connection = connection
        stream.opening = Self.headers
        parser = MessageParser(maximumSize: connection.maximumMessageSize)
    }

    private var loop: any EventLoop { connection.channel.eventLoop }
}

// MARK: - In

extension ServerCall {
    func receive(_ headers: ReceivedHeaders) {
        if call != nil || hasEnded { return }
        let head = headers.request
        guard head.isGRPC else { return refuse() }
        guard let method = connection.services.methods[head.path] else {
            return finish(.unimplemented, "unknown method \(head.path)")
        }
        let call = head.call(from: connection)
        self.call = call
        if let timeout = call.timeout { startDeadline(timeout) }
        switch method {
        case .unary(let method): pending = (method, nil)
        case .streaming(let method): begin(method, call)
        }
    }

    func receive(_ bytes: ByteBuffer) {
        if hasEnded { return }
        do {
            parser.add(bytes)
            while let message = try parser.next() {
                // Of a unary call's messages the first counts.
                if pending?.message == nil { pending?.message = message }
                if let requests { stream.put(message, into: requests) }
            }
        } catch { finish(error.code, error.message) }
    }

    func receiveEnd() {
        let isWhole = parser.isBetweenMessages
        requests?.finish(throwing: isWhole ? nil : GRPCError(.internal, Self.cutOff))
        guard let (method, message) = pending.take(), let call, !hasEnded else { return }
        guard let message else { return finish(.internal, isWhole ? "no request message" : Self.cutOff) }
        begin(method, message, call)
    }

    private static let cutOff = "the stream ends inside of a message"

    func abort(_ reason: String) { end() }

    private func startDeadline(_ timeout: Duration) {
        deadline = loop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [self] in
            finish(.deadlineExceeded, "deadline exceeded")
        }
    }
}

// MARK: - The method's task

extension ServerCall {
    private func begin(_ method: @escaping GRPCServices.Unary, _ message: [UInt8], _ call: GRPCCall) {
        run { reference in
            let response = try await method(message, call)
            reference.onLoop { $0.reply(response) }
        }
    }

    private func begin(_ method: @escaping GRPCServices.Streaming, _ call: GRPCCall) {
        let responses = StreamWriter(stream, on: loop)
        let requests = Mailbox<[UInt8]>(onTaken: { left in
            if left == ReadGate.lowMark { responses.onLoop { $0.readOn() } }
        })
        self.requests = requests
        run { reference in
            try await method(requests, responses, call)
            reference.onLoop { $0.finish(.ok, "") }
        }
    }

    private func run(_ answer: @escaping @Sendable (NIOLoopBound<ServerCall>) async throws -> Void) {
        let reference = NIOLoopBound(self, eventLoop: loop)
        let task = connection.run {
            do { try await answer(reference) } catch { reference.onLoop { $0.fail(error) } }
        }
        // It may have come to its end already.
        if !hasEnded { self.task = task }
    }
}

// MARK: - Out

extension ServerCall {
    private static let headers = {
        var block = HeaderBlock(indexed: HeaderBlock.status200)
        block.add(nameAt: HeaderBlock.contentType, "application/grpc")
        return block
    }()

    private static let success = {
        var block = HeaderBlock()
        block.add("grpc-status", "0")
        return block
    }()

    /// A unary call's answer, all at once.
    private func reply(_ message: [UInt8]) {
        if hasEnded { return }
        // Its method has returned: there is nothing to cancel.
        task = nil
        stream.connection?.send(message, on: stream)
        finish(.ok, "")
    }

    private func fail(_ error: any Error) {
        switch error {
        case let error as GRPCError: finish(error.code, error.message)
        case is CancellationError: finish(.cancelled, "cancelled")
        default: finish(.unknown, "\(error)")
        }
    }

    /// The trailers. A call that fails before its first message has nothing else.
    private func finish(_ code: GRPCCode, _ message: String) {
        if hasEnded { return }
        var trailers = stream.opening.take() ?? HeaderBlock()
        if code == .ok, trailers.bytes.isEmpty {
            trailers = Self.success
        } else {
            trailers.add("grpc-status", "\(code.rawValue)")
            if !message.isEmpty { trailers.add("grpc-message", statusMessageEncoded(message)) }
        }
        stream.connection?.finish(stream, .headers(trailers))
        end()
    }

    /// Not gRPC at all.
    private func refuse() {
        var block = HeaderBlock()
        block.add(nameAt: HeaderBlock.status, "415")
        stream.connection?.finish(stream, .headers(block))
        end()
    }

    private func end() {
        hasEnded = true
        deadline?.cancel()
        requests?.finish(throwing: GRPCError(.cancelled, "the client has cancelled"))
        pending = nil
        task?.cancel()
        task = nil
    }
}
