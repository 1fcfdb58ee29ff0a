package import HTTP
import NIOCore
import NIOSSL

/// A gRPC server over HTTP/2, plain or with TLS, on TCP or unix sockets.
///
/// ```
/// connection ── first bytes are HTTP/2's preface? ──yes──▶ a task per stream: messages ▶ method ▶ messages, trailers
///                                                 ──no───▶ HTTP/1.1, for /health and /metrics
/// ```
/// Left out: compression (refused with UNIMPLEMENTED), reflection, channelz.
package final class GRPCServer: Sendable {
    package struct Configuration: Sendable {
        package var tls: ServerTLS?
        /// Of one message, in bytes.
        package var maximumMessageSize = 16 << 20
        /// How long calls under way have when the server shuts down.
        package var gracePeriod: Duration = .seconds(2)
        /// Answers HTTP/1.1 requests on the same sockets.
        package var http: (any HTTPHandler)?

        package init(tls: ServerTLS? = nil, http: (any HTTPHandler)? = nil) {
            self.tls = tls
            self.http = http
        }
    }

    private let configuration: Configuration
    private let listening: Listening
    private let connections = ConnectionTasks<GRPCServerConnection>()

    /// Opens the sockets: clients can connect from now on; ``run()`` answers them.
    /// - Throws: ``HTTPError/cannotConnect(_:)`` when a socket can't be opened, ``HTTPError/tls(_:)``.
    package init(
        listeningOn sockets: [ListeningSocket], services: GRPCServices, configuration: Configuration = Configuration()
    ) async throws {
        self.configuration = configuration
        let context = try configuration.tls?.makeContext(protocols: ["h2", "http/1.1"])
        listening = try await Listening(on: sockets) { [connections] channel in
            channel.eventLoop.makeCompletedFuture {
                if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                try channel.pipeline.syncOperations.addHandler(
                    ProtocolSniffer { channel, isHTTP2 in
                        let connection = try GRPCServerConnection(
                            channel: channel, isHTTP2: isHTTP2, services: services, configuration: configuration)
                        try connections.add(connection)
                    })
            }
        }
    }

    package var endpoints: [Endpoint] { listening.endpoints }
    package var port: Int { endpoints.lazy.compactMap(\.port).first ?? 0 }

    /// Answers calls until ``shutDown()`` or cancellation.
    package func run() async {
        await connections.run(gracePeriod: configuration.gracePeriod) { await $0.serve() }
        await listening.closeAndWait()
    }

    /// No more connections and calls; ``run()`` returns when those under way have ended, or the grace period has.
    package func shutDown() {
        listening.close()
        connections.shutDown()
    }
}

/// Looks at a connection's first bytes: HTTP/2 begins with `PRI * HTTP/2.0` (RFC 9113, section 3.4), and no HTTP/1.1
/// method begins like that. So both live on one port, with TLS and without.
///
/// While it sets the connection up, or hands on what it has, more may come: when something is written to a client that has
/// gone, what is left to be read is read at once.
private final class ProtocolSniffer: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let configure: (any Channel, _ isHTTP2: Bool) throws -> Void
    private var buffer = ByteBuffer()
    private var isConfiguring = false
    private var isDone = false

    init(configure: @escaping (any Channel, _ isHTTP2: Bool) throws -> Void) { self.configure = configure }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isDone { return context.fireChannelRead(data) }
        var bytes = unwrapInboundIn(data)
        buffer.writeBuffer(&bytes)
        guard buffer.readableBytes >= 3, !isConfiguring else { return }
        isConfiguring = true
        do {
            try configure(context.channel, buffer.readableBytesView.starts(with: "PRI".utf8))
        } catch { return context.close(promise: nil) }
        isDone = true
        context.fireChannelRead(wrapInboundOut(buffer))
        context.fireChannelReadComplete()
        _ = context.pipeline.syncOperations.removeHandler(self)
    }
}
