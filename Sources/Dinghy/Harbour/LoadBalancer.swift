import Client
import Linux
import Logging
import Synchronization

/// The box before several API servers: whoever connects to it is connected to one of them.
///
/// It passes bytes on and looks into none, so TLS goes from end to end. It begins with another server each time, and goes on
/// to the next when one doesn't take the connection; a connection that exists stays where it is.
/// ```
///   kubectl ─▶ 127.0.0.1:6443 ┐                 ┌─▶ 172.30.0.2:6443
///   kubelet ─▶ 172.30.0.1:6443┴▶ load balancer ─┼─▶ 172.30.0.3:6443
///                                               └─▶ 172.30.0.4:6443
/// ```
/// Left out compared with a real one: asking `/readyz` before a server is chosen, and being there twice.
final class LoadBalancer: Sendable {
    struct Server: Sendable, Hashable {
        let address: String
        let port: Int

        /// `172.30.0.2:6443`.
        init(_ text: String) throws(UsageError) {
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count == 2, let port = Int(parts[1]) else {
                throw UsageError("\(text): expected ADDRESS:PORT")
            }
            (address, self.port) = (parts[0], port)
        }
    }

    private let servers: [Server]
    private let turn = Mutex(0)
    private let logger: Logger

    /// A server on its way down may leave a connection unanswered.
    private static let patience = Duration.seconds(2)

    init(servers: [Server], logger: Logger) {
        self.servers = servers
        self.logger = logger
    }

    /// Serves until the task is cancelled.
    func run(_ listening: ListeningPort) async {
        await listening.serve { connection in await self.forward(connection) }
    }

    private func forward(_ connection: Connection) async {
        for server in inTurn() {
            let dialled = try? await withTimeLimit(Self.patience) {
                try await Connection.dial(server.address, server.port)
            }
            guard let inner = dialled else { continue }
            return await connection.exchange(with: inner)
        }
        logger.warning("no API server takes the connection")
    }

    private func inTurn() -> [Server] {
        let first = turn.withLock { turn in
            turn = (turn + 1) % servers.count
            return turn
        }
        return Array(servers[first...] + servers[..<first])
    }
}
