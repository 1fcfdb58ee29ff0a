internal import Glibc
internal import Linux

// Sockets in network namespaces. A socket keeps the namespace that it was made in, whoever uses it later.

enum Transport: Sendable { case tcp, udp }

/// A new socket, made and prepared in a namespace.
func socket(
    _ transport: Transport, in namespace: String, _ prepare: @escaping @Sendable (Int32) throws -> Void
) throws -> FileDescriptor {
    let kind = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
    let number = try inNetworkNamespace(of: namespace) {
        let descriptor = FileDescriptor(
            owning: try systemCall("socket") { Glibc.socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0) })
        try prepare(descriptor.number)
        return descriptor.release()
    }
    return FileDescriptor(owning: number)
}

/// A socket that others can reach, in a namespace.
func listening(on address: String, _ port: Int, _ transport: Transport, in namespace: String) throws -> FileDescriptor {
    try socket(transport, in: namespace) { number in
        var one: Int32 = 1
        try systemCall("setsockopt") { setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &one, 4) }
        try withInternetAddress(address, port) { pointer, length in
            try systemCall("bind", "\(address):\(port)") { bind(number, pointer, length) }
        }
        if transport == .tcp { try systemCall("listen") { listen(number, 64) } }
    }
}

/// The next connection; whoever takes it closes it.
func accepted(from listener: AsyncDescriptor) async throws -> FileDescriptor {
    while true {
        try await Poller.shared.ready(listener.number, for: .reading)
        let number = accept(listener.number, nil, nil)
        if number >= 0 { return FileDescriptor(owning: number) }
        if ![EAGAIN, EINTR, ECONNABORTED].contains(errno) { throw SystemCallError("accept", errno: errno) }
    }
}

/// No call on the socket takes longer.
func limit(_ number: Int32, milliseconds: Int) throws {
    var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        try systemCall("setsockopt") {
            setsockopt(number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}

func withInternetAddress(
    _ text: String, _ port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Void
) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    inet_pton(AF_INET, text, &address.sin_addr)
    try withUnsafePointer(to: &address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

/// The address of a socket's other side, or of a datagram's sender.
func text(of address: sockaddr_in) -> String {
    let value = UInt32(bigEndian: address.sin_addr.s_addr)
    return [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
}
