package import NIOCore
import Synchronization

/// The connections of a server: those just accepted wait here for a task, and all of them for the end.
package final class ServerConnections: Sendable {
    private struct State {
        var open: [ObjectIdentifier: ServerConnection] = [:]
        var isShuttingDown = false
    }

    private let accepted = Mailbox<ServerConnection>()
    private let stopping = Mailbox<Never>()
    private let state = Mutex(State())

    package init() {}

    /// Sets a new connection up, above TLS. On its event loop.
    package func add(_ channel: any Channel, configuration: HTTPServer.Configuration) throws {
        let connection = try ServerConnection(channel: channel, configuration: configuration)
        let isRefused = state.withLock { state in
            if !state.isShuttingDown { state.open[ObjectIdentifier(connection)] = connection }
            return state.isShuttingDown
        }
        if isRefused { throw HTTPError.connectionClosed }
        channel.closeFuture.whenComplete { [self] _ in
            _ = state.withLock { $0.open.removeValue(forKey: ObjectIdentifier(connection)) }
        }
        accepted.put(connection)
    }

    /// Gives each connection a task, until ``shutDown()`` or cancellation.
    package func serve(_ handler: any HTTPHandler, gracePeriod: Duration) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.serveAccepted(handler) }
            group.addTask {
                _ = try? await self.stopping.next()
                try? await Task.sleep(for: gracePeriod)
            }
            // Either all connections have ended after shutDown, or their time is over, or this task is cancelled.
            await group.next()
            group.cancelAll()
        }
        shutDown()
    }

    private func serveAccepted(_ handler: any HTTPHandler) async {
        await withDiscardingTaskGroup { tasks in
            while let connection = try? await accepted.next() {
                tasks.addTask(executorPreference: connection.executor) { await connection.serve(handler) }
            }
        }
    }

    /// No further connections; each that is open ends after the request under way.
    package func shutDown() {
        let open = state.withLock { state in
            state.isShuttingDown = true
            return Array(state.open.values)
        }
        for connection in open { connection.finishSoon() }
        accepted.finish()
        stopping.finish()
    }
}
