import NIOCore
import NIOHTTP2

/// A server that stands still keeps its connections open, and whoever calls it would wait. So as long as calls are under
/// way the connection is asked for a sign of life now and then (PING, RFC 9113, section 6.7); if the last question isn't
/// answered when the next one is due, the connection is given up, and its calls end.
///
/// Go's servers turn away who asks too often, or without a call: etcd allows a question every five seconds.
final class KeepAliveHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let interval: TimeAmount
    private var calls = 0
    private var isWaiting = false
    private var next: Scheduled<Void>?

    init(every interval: Duration) { self.interval = TimeAmount(interval) }

    func handlerAdded(context: ChannelHandlerContext) { schedule(context) }
    func handlerRemoved(context: ChannelHandlerContext) { next?.cancel() }

    /// On the event loop.
    func count(_ stream: any Channel) {
        calls += 1
        stream.closeFuture.assumeIsolated().whenComplete { [self] _ in calls -= 1 }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .ping(_, ack: true) = unwrapInboundIn(data).payload { isWaiting = false }
        context.fireChannelRead(data)
    }

    private func schedule(_ context: ChannelHandlerContext) {
        next = context.eventLoop.assumeIsolated().scheduleTask(in: interval) { [self] in
            if isWaiting { return context.close(promise: nil) }
            if calls > 0 { ask(context) }
            schedule(context)
        }
    }

    private func ask(_ context: ChannelHandlerContext) {
        isWaiting = true
        let question = HTTP2Frame(streamID: .rootStream, payload: .ping(HTTP2PingData(), ack: false))
        context.writeAndFlush(wrapOutboundOut(question), promise: nil)
    }
}
