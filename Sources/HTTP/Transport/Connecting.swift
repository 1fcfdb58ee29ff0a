package import NIOCore
import NIOPosix
package import NIOSSL

/// Opens a connection to a server.
///
/// For HTTP and GRPC only: NIO's types go no further.
/// - Parameters:
///   - tls: with the name that the server's certificate must carry; an address is checked against the certificate's.
///   - configure: sets the connection up, on its event loop, above TLS.
/// - Throws: ``HTTPError/cannotConnect(_:)``, ``HTTPError/timedOut(_:)``
package func connect<Connection: Sendable>(
    to endpoint: Endpoint, tls: (context: NIOSSLContext, serverName: String?)?, timeout: Duration,
    configure: @escaping @Sendable (any Channel) throws -> Connection
) async throws -> Connection {
    do {
        return try await open(endpoint, timeout) { channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    let handler = try tlsHandler(tls.context, serverName: tls.serverName, endpoint: endpoint)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                return try configure(channel)
            }
        }
    } catch let error as HTTPError { throw error } catch { throw failure(error, endpoint) }
}

private func failure(_ error: any Error, _ endpoint: Endpoint) -> HTTPError {
    if case .connectTimeout? = error as? ChannelError { return .timedOut("connecting to \(endpoint)") }
    // With one address only, what happened to it says more than that all attempts failed.
    if let several = error as? NIOConnectionError, let only = several.connectionErrors.first {
        return failure(only.error, endpoint)
    }
    return .cannotConnect("\(endpoint): \(reason(error))")
}

private func open<Connection: Sendable>(
    _ endpoint: Endpoint, _ timeout: Duration,
    _ configure: @escaping @Sendable (any Channel) -> EventLoopFuture<Connection>
) async throws -> Connection {
    let bootstrap = ClientBootstrap(group: EventLoops.shared)
        .connectTimeout(TimeAmount(timeout))
        .channelOption(.socketOption(.so_keepalive), value: 1)
    switch endpoint {
    case .unix(let path):
        return try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: configure)
    case .tcp(let host, let port):
        // An address needs no resolver, which would cost a thread.
        guard let address = try? SocketAddress(ipAddress: host, port: port) else {
            return try await bootstrap.connect(host: host, port: port, channelInitializer: configure)
        }
        return try await bootstrap.connect(to: address, channelInitializer: configure)
    }
}

/// The name sent and checked is never an address: those aren't allowed there (RFC 6066, section 3).
private func tlsHandler(
    _ context: NIOSSLContext, serverName: String?, endpoint: Endpoint
) throws -> NIOSSLClientHandler {
    var name = serverName
    if name == nil, case .tcp(let host, _) = endpoint { name = host }
    if let given = name, (try? SocketAddress(ipAddress: given, port: 0)) != nil { name = nil }
    return try NIOSSLClientHandler(context: context, serverHostname: name)
}
