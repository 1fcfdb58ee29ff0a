internal import Glibc
internal import Linux

/// One connection between two network namespaces.
enum Packets {
    /// Connects from one namespace to an address that the other has, or is to have.
    /// - Returns: the client's address as the server sees it; nil when there is no connection.
    static func connect(from client: String, to address: String, of server: String) async throws -> String? {
        try await blocking {
            let listening = FileDescriptor(owning: try inNetworkNamespace(of: server) { try listener().release() })
            guard try isConnected(from: client, to: address, port: try port(of: listening)) else { return nil }
            return try peer(of: listening)
        }
    }

    /// At a port that the kernel chooses: a listener that was closed may still be open in a process that is just being
    /// started beside this one.
    private static func listener() throws -> FileDescriptor {
        let socket = try makeSocket()
        try withAddress("0.0.0.0", port: 0) { pointer, length in
            try systemCall("bind") { bind(socket.number, pointer, length) }
        }
        try systemCall("listen") { listen(socket.number, 4) }
        return socket
    }

    private static func port(of listener: borrowing FileDescriptor) throws -> UInt16 {
        let number = listener.number
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            _ = try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try systemCall("getsockname") { getsockname(number, pointer, &length) }
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    private static func isConnected(from client: String, to address: String, port: UInt16) throws -> Bool {
        try inNetworkNamespace(of: client) {
            let socket = try makeSocket()
            do {
                try withAddress(address, port: port) { pointer, length in
                    try systemCall("connect") { Glibc.connect(socket.number, pointer, length) }
                }
            } catch is SystemCallError { return false }
            return true
        }
    }

    private static func makeSocket() throws -> FileDescriptor {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = FileDescriptor(owning: try systemCall("socket") { Glibc.socket(AF_INET, kind, 0) })
        var one: Int32 = 1
        try systemCall("setsockopt") { setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &one, 4) }
        var limit = timeval(tv_sec: 2, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            try systemCall("setsockopt") {
                setsockopt(socket.number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
            }
        }
        return socket
    }

    private static func peer(of listener: borrowing FileDescriptor) throws -> String {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = listener.number
        let connection = try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try systemCall("accept") { accept(number, pointer, &length) }
            }
        }
        close(connection)
        let value = UInt32(bigEndian: address.sin_addr.s_addr)
        return [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
    }

    private static func withAddress(
        _ text: String, port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        inet_pton(AF_INET, text, &address.sin_addr)
        try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
