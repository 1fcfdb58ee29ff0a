import NIOCore

/// Hands a channel's bytes to a mailbox, and stops reading the socket while too many pieces wait there.
///
/// A client that asks for an upgrade puts it in front of the HTTP parser beforehand: the head of the answer still
/// passes, and what stands behind it does only if the answer was no; so not a byte is lost, even if the server says
/// everything at once and closes.
final class RawHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sent down the channel when nobody wants to read any more.
    struct Discard: Sendable {}

    let received: Mailbox<[UInt8]>
    private var gate = ReadGate()
    private var isRaw: Bool
    private var isDiscarding = false

    /// What came of the answer's head, while it isn't complete.
    private var head: [UInt8]?

    /// - Parameter isWaiting: for the head of an HTTP answer, and then for ``begin()``.
    init(channel: any Channel, isWaiting: Bool) {
        head = isWaiting ? [] : nil
        isRaw = !isWaiting
        received = Mailbox(onTaken: { left in
            if left == ReadGate.lowMark { channel.triggerUserOutboundEvent(ReadGate.Open(), promise: nil) }
        })
    }

    /// The answer was yes.
    func begin() { isRaw = true }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard head == nil else { return receiveHead(unwrapInboundIn(data), context) }
        if isRaw { receive(Array(unwrapInboundIn(data).readableBytesView)) } else { context.fireChannelRead(data) }
    }

    private func receive(_ bytes: [UInt8]) {
        if !isDiscarding, received.put(bytes) >= ReadGate.highMark { gate.close() }
    }

    private func receiveHead(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        var all = head ?? []
        all += bytes.readableBytesView
        guard let end = all.firstRange(of: [13, 10, 13, 10])?.upperBound, all.count < 1 << 20 else {
            head = all
            return
        }
        head = nil
        context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: all[..<end])))
        if end == all.count { return }
        if isRaw {
            receive(Array(all[end...]))
        } else {
            context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: all[end...])))
        }
    }

    func read(context: ChannelHandlerContext) {
        if gate.mayRead() { context.read() }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ReadGate.Open || event is Discard else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        if event is Discard {
            isDiscarding = true
            received.finish()
        }
        if gate.open() { context.read() }
        promise?.succeed()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isRaw, case .inputClosed? = event as? ChannelEvent {
            received.finish()
            if isDiscarding { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        received.finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        received.finish(throwing: HTTPError.connectionClosed)
        if isRaw { context.close(promise: nil) } else { context.fireErrorCaught(error) }
    }
}
