import Glibc
import Linux

/// A TCP connection whose bytes are passed on.
final class Connection: Sendable {
    private let socket: FileDescriptor

    init(_ socket: consuming FileDescriptor) { self.socket = socket }

    /// Connects from the network namespace at `namespace`.
    static func dial(_ address: String, _ port: Int, from namespace: String) async throws -> Connection {
        try await dial(address, port, by: try inNetworkNamespace(of: namespace) { try makeSocket() })
    }

    /// Connects from where this process is.
    static func dial(_ address: String, _ port: Int) async throws -> Connection {
        try await dial(address, port, by: try makeSocket())
    }

    private static func dial(_ address: String, _ port: Int, by number: Int32) async throws -> Connection {
        let connection = Connection(FileDescriptor(owning: number))
        try beginConnecting(number, address, port)
        try await Poller.shared.ready(number, for: .writing)
        try checkError(of: number)
        return connection
    }

    /// Passes bytes on in both directions until both sides have said all, or one of them breaks.
    func exchange(with other: Connection) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.pass(to: other) }
            group.addTask { await other.pass(to: self) }
        }
    }

    /// One direction. The end is passed on, too: the other direction may still have something to say.
    private func pass(to other: Connection) async {
        let (from, to) = (socket.number, other.socket.number)
        do {
            while true {
                try await Poller.shared.ready(from, for: .reading)
                let bytes = try socket.read(upTo: 64 << 10)
                if bytes.isEmpty { break }
                try await send(bytes, to: to)
            }
            shutdown(to, Int32(SHUT_WR))
        } catch {
            // A reset on one side becomes the end on both.
            shutdown(from, Int32(SHUT_RDWR))
            shutdown(to, Int32(SHUT_RDWR))
        }
    }
}

private let streamSocket = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
private func makeSocket() throws -> Int32 {
    try systemCall("socket") { socket(AF_INET, streamSocket, 0) }
}

/// And no signal when the other side is gone.
private let neverBlock = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)

private func beginConnecting(_ socket: Int32, _ address: String, _ port: Int) throws {
    let result = try withAddress(address, port) { pointer, length in connect(socket, pointer, length) }
    let reason = errno
    if result != 0 && reason != EINPROGRESS { throw SystemCallError("connect", "\(address):\(port)", errno: reason) }
}

private func checkError(of socket: Int32) throws {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    try systemCall("getsockopt") { getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) }
    if error != 0 { throw SystemCallError("connect", errno: error) }
}

private func send(_ bytes: [UInt8], to socket: Int32) async throws {
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, neverBlock) }
        let reason = errno
        if count >= 0 {
            sent += count
        } else if reason == EAGAIN {
            try await Poller.shared.ready(socket, for: .writing)
        } else if reason != EINTR {
            throw SystemCallError("send", errno: reason)
        }
    }
}
