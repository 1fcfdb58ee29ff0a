import HTTP
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One call's HTTP/2 stream on the client: HEADERS and DATA go out; HEADERS, DATA and trailers come in.
final class ClientStreamHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    /// Weak: a caller that dropped its call has cancelled it.
    private weak var call: ClientCall?
    private let responses: Mailbox<[UInt8]>
    private var parser: MessageParser
    private var gate = ReadGate()
    private var deadline: Scheduled<Void>?
    private var isDone = false
    /// A unary answer counts only with the trailers.
    private var held: [UInt8]?
    private let isUnary: Bool

    init(call: ClientCall) {
        self.call = call
        responses = call.responses
        parser = MessageParser(maximumSize: call.maximumMessageSize)
        if case .unary = call.shape { isUnary = true } else { isUnary = false }
    }

    func channelActive(context: ChannelHandlerContext) {
        guard let call else { return context.close(promise: nil) }
        call.open(context.channel)
        if let timeout = call.timeout { startDeadline(timeout, context) }
        context.write(wrapOutboundOut(.headers(.init(headers: headers(call)))), promise: nil)
        switch call.shape {
        case .unary(let message), .serverStream(let message):
            context.writeAndFlush(wrapOutboundOut(dataFrame(message, endsStream: true)), promise: nil)
        case .bidirectional: context.flush()
        }
        context.fireChannelActive()
    }

    private func headers(_ call: ClientCall) -> HPACKHeaders {
        var headers: HPACKHeaders = [
            ":method": "POST", ":scheme": call.target.scheme, ":path": call.path, ":authority": call.target.authority,
            "content-type": "application/grpc", "te": "trailers", "user-agent": "dinghy",
        ]
        if let timeout = call.timeout { headers.add(name: "grpc-timeout", value: timeoutText(timeout)) }
        return headers
    }

    private func startDeadline(_ timeout: Duration, _ context: ChannelHandlerContext) {
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { [weak self] in
            self?.end(GRPCError(.deadlineExceeded, "no answer within \(timeout)"))
            context.close(promise: nil)
        }
    }

    private func end(_ error: GRPCError?) {
        if isDone { return }
        isDone = true
        deadline?.cancel()
        if let error {
            if let call { call.fail(error) } else { responses.finish(throwing: error) }
            return
        }
        if let held = held.take() { responses.put(held) }
        if let call { call.succeed() } else { responses.finish() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end(GRPCError(.unavailable, "the stream was closed"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(GRPCError(.unavailable, "\(error)"))
        context.close(promise: nil)
    }
}

// MARK: - In

extension ClientStreamHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let frame): receive(frame.headers, endsStream: frame.endStream)
        case .data(let frame):
            if case .byteBuffer(let bytes) = frame.data { receive(bytes, context) }
            if frame.endStream { end(GRPCError(.internal, "the stream ends without a status")) }
        default: break
        }
    }

    private func receive(_ headers: HPACKHeaders, endsStream: Bool) {
        if let status = headers.first(name: ":status"), status != "200" {
            return end(GRPCError(.unavailable, "HTTP status \(status)"))
        }
        guard endsStream else { return }
        let code = headers.first(name: "grpc-status").flatMap { Int($0) }.flatMap { GRPCCode(rawValue: $0) } ?? .unknown
        let message = percentDecoded(headers.first(name: "grpc-message") ?? "")
        end(code == .ok ? nil : GRPCError(code, message))
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        do {
            for message in try parser.parse(bytes.readableBytesView) {
                if isUnary { held = message } else if responses.put(message) >= ReadGate.highMark { gate.close() }
            }
        } catch {
            end(error)
            context.close(promise: nil)
        }
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
