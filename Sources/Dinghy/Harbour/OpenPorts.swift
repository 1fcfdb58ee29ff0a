import Glibc
import Linux

/// The host's ports that the harbour has open, and those it could not open.
struct OpenPorts {
    let address: String
    private var open: [Int: ListeningPort] = [:]
    /// By port, and why: somebody else on the host has it. They are tried again.
    private(set) var taken: [Int: String] = [:]

    init(address: String) { self.address = address }

    /// Opens and closes ports.
    /// - Returns: the newly opened ones, which somebody must now serve.
    mutating func follow(_ ports: NodePorts) -> [ListeningPort] {
        let changes = ports.changes(open: Set(open.keys))
        taken = taken.filter { ports.wanted.contains($0.key) }
        for port in changes.close { open.removeValue(forKey: port)?.close() }
        return changes.open.compactMap { tryToOpen($0) }
    }

    private mutating func tryToOpen(_ port: Int) -> ListeningPort? {
        do {
            let listening = ListeningPort(port, socket: try listenTCP(address, port))
            open[port] = listening
            taken[port] = nil
            return listening
        } catch {
            taken[port] = "\(error)"
            return nil
        }
    }
}

/// A listening socket of the host.
final class ListeningPort: Sendable {
    let port: Int
    private let socket: FileDescriptor

    init(_ port: Int, socket: consuming FileDescriptor) {
        self.port = port
        self.socket = socket
    }

    /// Waits for the next connection. Throws once ``close()`` was called.
    func accept() async throws -> Connection {
        try await Poller.shared.ready(socket.number, for: .reading)
        return Connection(try acceptUnix(socket.number))
    }

    /// Gives each new connection to `body`, many at a time, until ``close()`` was called; then waits for those that go on.
    func serve(_ body: @escaping @Sendable (Connection) async -> Void) async {
        await withDiscardingTaskGroup { group in
            while let connection = try? await accept() {
                group.addTask { await body(connection) }
            }
        }
    }

    /// Refuses new connections and wakes whoever waits for one; the descriptor is closed when nobody has it any more.
    func close() { shutdown(socket.number, Int32(SHUT_RDWR)) }
}
