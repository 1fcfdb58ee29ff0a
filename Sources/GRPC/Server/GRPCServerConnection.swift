import HTTP
import NIOCore
import NIOHTTP2

/// A client's connection: a task for each of its calls.
final class GRPCServerConnection: ServedConnection {
    let channel: any Channel
    let executor: LoopExecutor
    private let calls = Mailbox<ServerCall>()
    /// When the client speaks HTTP/1.1.
    private let http: (connection: ServerConnection, handler: any HTTPHandler)?

    /// Sets a new connection up, above TLS. On its event loop.
    init(
        channel: any Channel, isHTTP2: Bool, services: GRPCServices, configuration: GRPCServer.Configuration
    ) throws {
        self.channel = channel
        executor = LoopExecutor(channel.eventLoop)
        guard isHTTP2 else {
            guard let handler = configuration.http else { throw HTTPError.protocolError("not HTTP/2") }
            http = (try ServerConnection(channel: channel, configuration: .init()), handler)
            return
        }
        http = nil
        let (peer, address) = (PeerIdentity(of: channel), channel.remoteAddress?.plain ?? "")
        let (calls, limit) = (calls, configuration.maximumMessageSize)
        _ = try channel.pipeline.syncOperations.configureHTTP2Pipeline(
            mode: .server, connectionConfiguration: .forGRPC, streamConfiguration: .forGRPC
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(
                    ServerStreamHandler(
                        services: services, calls: calls, peer: peer, remoteAddress: address,
                        maximumMessageSize: limit))
            }
        }
        try channel.pipeline.syncOperations.addHandler(ConnectionErrorHandler())
        channel.closeFuture.whenComplete { _ in calls.finish() }
    }

    func serve() async {
        if let http { return await http.connection.serve(http.handler) }
        await withDiscardingTaskGroup { tasks in
            while let call = try? await calls.next() { tasks.addImmediateTask { await call.serve() } }
        }
        channel.close(promise: nil)
    }

    /// Tells the client to make no further calls here.
    func finishSoon() {
        if let http { return http.connection.finishSoon() }
        channel.writeAndFlush(
            HTTP2Frame(
                streamID: .rootStream, payload: .goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil)),
            promise: nil)
        calls.finish()
    }
}

/// An error of the connection as a whole ends it.
final class ConnectionErrorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What one stream does wrong is that stream's matter.
        if !(error is NIOHTTP2Errors.StreamError) { context.close(promise: nil) }
    }
}

extension NIOHTTP2Handler.ConnectionConfiguration {
    /// Go's clients estimate the bandwidth with many pings, and reset what they cancel: the usual limits are too low.
    static var forGRPC: Self {
        var configuration = Self()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: 1 << 16),
            HTTP2Setting(parameter: .maxHeaderListSize, value: 1 << 16),
            HTTP2Setting(parameter: .initialWindowSize, value: 1 << 20),
            HTTP2Setting(parameter: .enablePush, value: 0),
        ]
        configuration.targetWindowSize = 4 << 20
        configuration.controlFrameRateLimit.maximumCount = 1 << 20
        return configuration
    }
}

extension NIOHTTP2Handler.StreamConfiguration {
    static var forGRPC: Self {
        var configuration = Self()
        configuration.targetWindowSize = 1 << 20
        configuration.outboundBufferSizeHighWatermark = 64 << 10
        configuration.outboundBufferSizeLowWatermark = 16 << 10
        configuration.streamResetFrameRateLimit.maximumCount = 1 << 20
        configuration.streamErrorRateLimit.maximumCount = 1 << 20
        return configuration
    }
}
