import Synchronization

/// The idle connections of a client, the one used last on top: so those not needed stay idle, and their server
/// closes them.
final class ConnectionPool: Sendable {
    private struct State {
        var idle: [ClientConnection] = []
        var isClosed = false
    }

    private let maximumIdle: Int
    private let state = Mutex(State())

    init(maximumIdle: Int) { self.maximumIdle = maximumIdle }

    func take() -> ClientConnection? { state.withLock { $0.idle.popLast() } }

    func put(_ connection: ClientConnection) {
        let isKept = state.withLock { state in
            if state.isClosed || state.idle.count >= maximumIdle { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { connection.close() }
    }

    func remove(_ connection: ClientConnection) {
        state.withLock { state in state.idle.removeAll { $0 === connection } }
    }

    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for connection in idle { connection.close() }
    }
}
