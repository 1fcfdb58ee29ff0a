package import NIOCore
import Synchronization

/// What a server knows of each connection, whatever protocol it speaks. For HTTP and GRPC only.
package protocol ServedConnection: AnyObject, Sendable {
    var channel: any Channel { get }
    /// The connection's task runs there.
    var executor: LoopExecutor { get }
    /// No further requests; ends after those under way.
    func finishSoon()
}

/// A task for each connection of a server, and an orderly end for all of them.
package final class ConnectionTasks<Connection: ServedConnection>: Sendable {
    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var isShuttingDown = false
    }

    private let accepted = Mailbox<Connection>()
    private let stopping = Mailbox<Never>()
    private let state = Mutex(State())

    package init() {}

    /// A connection was accepted.
    /// - Throws: ``HTTPError/connectionClosed`` when it came too late.
    package func add(_ connection: Connection) throws {
        let isRefused = state.withLock { state in
            if !state.isShuttingDown { state.open[ObjectIdentifier(connection)] = connection }
            return state.isShuttingDown
        }
        if isRefused { throw HTTPError.connectionClosed }
        let identifier = ObjectIdentifier(connection)
        connection.channel.closeFuture.whenComplete { [self] _ in
            _ = state.withLock { $0.open.removeValue(forKey: identifier) }
        }
        accepted.put(connection)
    }

    /// Gives each connection a task, until ``shutDown()`` or cancellation. After the former, requests under way have
    /// that long to be finished; after the latter they are cancelled.
    package func run(gracePeriod: Duration, _ serve: @escaping @Sendable (Connection) async -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.serveAccepted(serve) }
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

    private func serveAccepted(_ serve: @escaping @Sendable (Connection) async -> Void) async {
        await withDiscardingTaskGroup { tasks in
            while let connection = try? await accepted.next() {
                tasks.addTask(executorPreference: connection.executor) { await serve(connection) }
            }
        }
    }

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
