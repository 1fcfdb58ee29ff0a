import NIOCore
import NIOHTTP1
import NIOSSL

/// An HTTP/1.1 server.
///
/// ```
/// sockets ──accept──▶ connection ──▶ one task each:  request ▶ handler ▶ response, one after the other
/// ```
/// A connection's task runs on the connection's event loop. Requests of one connection are answered in their order, so
/// pipelining is safe; bodies and answers stream with back-pressure.
///
/// Left out compared with Go's server, which Kubernetes uses: HTTP/2 (kubectl is content with HTTP/1.1), trailers.
package final class HTTPServer: Sendable {
    package struct Configuration: Sendable {
        package var tls: ServerTLS?
        /// How long a client may take to send the next request, or a further piece of a body.
        package var idleTimeout: Duration = .seconds(120)
        /// Of all header fields together, in bytes.
        package var maximumHeaderSize = 64 << 10
        /// How long requests under way have when the server shuts down.
        package var gracePeriod: Duration = .seconds(5)

        package init(tls: ServerTLS? = nil) { self.tls = tls }
    }

    private let configuration: Configuration
    private let listening: Listening
    private let connections = ConnectionTasks<ServerConnection>()

    /// Opens the sockets: clients can connect from now on; ``run(_:)`` answers them.
    /// - Throws: ``HTTPError/cannotConnect(_:)`` when a socket can't be opened, ``HTTPError/tls(_:)``.
    package init(
        listeningOn sockets: [ListeningSocket], configuration: Configuration = Configuration()
    ) async throws {
        self.configuration = configuration
        let context = try configuration.tls?.makeContext(protocols: ["http/1.1"])
        listening = try await Listening(on: sockets) { [connections] channel in
            channel.eventLoop.makeCompletedFuture {
                if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                try connections.add(ServerConnection(channel: channel, configuration: configuration))
            }
        }
    }

    package convenience init(
        host: String, port: Int, configuration: Configuration = Configuration()
    ) async throws {
        try await self.init(
            listeningOn: [.endpoint(.tcp(host: host, port: port))], configuration: configuration)
    }

    /// Where it listens, with the port that the kernel chose.
    package var endpoints: [Endpoint] { listening.endpoints }
    package var port: Int { endpoints.lazy.compactMap(\.port).first ?? 0 }

    /// Answers requests until ``shutDown()`` or cancellation. After the former, requests under way are finished, for
    /// at most the grace period; after the latter they are cancelled.
    package func run(_ handler: any HTTPHandler) async {
        await connections.run(gracePeriod: configuration.gracePeriod) { await $0.serve(handler) }
        await listening.closeAndWait()
    }

    package func run(_ respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse) async {
        await run(HTTPClosure(respond))
    }

    /// No more connections and requests; ``run(_:)`` returns when those under way are answered. May be called from
    /// anywhere, also twice.
    package func shutDown() {
        listening.close()
        connections.shutDown()
    }
}
