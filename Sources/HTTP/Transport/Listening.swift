import Glibc
package import NIOCore
import NIOPosix

/// The sockets of a server, open and accepting.
///
/// For HTTP and GRPC only: NIO's types go no further.
package struct Listening: Sendable {
    private let channels: [any Channel]

    /// - Parameter configure: sets a new connection up, on its event loop.
    /// - Throws: ``HTTPError/cannotConnect(_:)`` naming the socket that can't be opened; those before it are closed.
    package init(
        on sockets: [ListeningSocket],
        configure: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) async throws {
        let bootstrap = ServerBootstrap(group: EventLoops.shared)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelInitializer(configure)
        var open: [any Channel] = []
        for socket in sockets {
            do { open.append(try await bootstrap.open(socket)) } catch {
                for channel in open { channel.close(promise: nil) }
                throw HTTPError.cannotConnect("listening on \(socket): \(reason(error))")
            }
        }
        channels = open
    }

    /// Where it listens, in the order of the sockets given; with the ports that the kernel chose.
    package var endpoints: [Endpoint] {
        channels.compactMap { channel in
            guard let address = channel.localAddress else { return nil }
            if let path = address.pathname { return .unix(path: path) }
            return .tcp(host: address.ipAddress ?? "", port: address.port ?? 0)
        }
    }

    package func close() {
        for channel in channels { channel.close(promise: nil) }
    }

    /// Closes, and waits until a socket's file is removed: the next server may make it again at once.
    package func closeAndWait() async {
        close()
        for channel in channels { try? await channel.closeFuture.get() }
    }
}

/// What the system says, in its own words where it says something.
func reason(_ error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return String(cString: strerror(error.errnoCode))
}

extension ServerBootstrap {
    fileprivate func open(_ socket: ListeningSocket) async throws -> any Channel {
        switch socket {
        case .endpoint(.tcp(let host, let port)): try await bind(host: host, port: port).get()
        case .endpoint(.unix(let path)):
            try await bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        case .descriptor(let descriptor): try await withBoundSocket(descriptor).get()
        }
    }
}
