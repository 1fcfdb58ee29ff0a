import HTTP
import NIOCore
import NIOHTTP2
import Synchronization

/// The client's connection: opens a stream for each call.
final class ClientConnection: Sendable {
    private let channel: any Channel
    private let multiplexer: NIOLoopBound<NIOHTTP2Handler.StreamMultiplexer>
    private let keepAlive: NIOLoopBound<KeepAliveHandler>?
    private let isGoingAway = Mutex(false)

    /// Above TLS. On the channel's event loop.
    init(channel: any Channel, keepAlive: Duration?) throws {
        self.channel = channel
        let multiplexer = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .client, connectionConfiguration: .forGRPC, streamConfiguration: .forGRPC
        ) { pushed in pushed.close() }
        self.multiplexer = NIOLoopBound(multiplexer, eventLoop: channel.eventLoop)
        self.keepAlive = keepAlive.map { NIOLoopBound(KeepAliveHandler(every: $0), eventLoop: channel.eventLoop) }
        if let handler = self.keepAlive?.value { try channel.pipeline.syncOperations.addHandler(handler) }
        try channel.pipeline.syncOperations.addHandler(GoAwayHandler { [weak self] in self?.goAway() })
    }

    /// Whether a new call may be made here.
    var isUsable: Bool { channel.isActive && !isGoingAway.withLock(\.self) }

    /// The call tells by itself how it goes.
    func start(_ call: ClientCall) {
        let start: @Sendable () -> Void = { [multiplexer, channel, keepAlive] in
            let opened = channel.eventLoop.makePromise(of: (any Channel).self)
            opened.futureResult.whenFailure { call.fail(GRPCError(.unavailable, "\($0)")) }
            multiplexer.value.createStreamChannel(promise: opened) { stream in
                stream.eventLoop.makeCompletedFuture {
                    keepAlive?.value.count(stream)
                    try stream.pipeline.syncOperations.addHandler(ClientStreamHandler(call: call))
                }
            }
        }
        if channel.eventLoop.inEventLoop { start() } else { channel.eventLoop.execute(start) }
    }

    func close() { channel.close(promise: nil) }

    private func goAway() { isGoingAway.withLock { $0 = true } }
}

/// A server that shuts down says so; calls under way go on.
private final class GoAwayHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let goAway: () -> Void

    init(_ goAway: @escaping () -> Void) { self.goAway = goAway }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .goAway = unwrapInboundIn(data).payload { goAway() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !(error is NIOHTTP2Errors.StreamError) { context.close(promise: nil) }
    }
}
