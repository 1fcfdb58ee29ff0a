internal import ClusterDNSContract
internal import ClusterDNSSuite
internal import Glibc
internal import Linux

/// Asks a name server on the loopback, as a resolver would.
struct Questioner: Sendable {
    enum Transport: Sendable { case udp, tcp }

    let port: Int

    /// What a server does that has no answer.
    private static let silence = [ECONNREFUSED, ECONNRESET, EAGAIN, ETIMEDOUT]

    /// - Parameter milliseconds: how long to wait.
    /// - Returns: the bytes of the answer; nil when there was none in time.
    func exchange(_ query: [UInt8], over transport: Transport = .udp, patience milliseconds: Int = 1000) async throws
        -> [UInt8]?
    {
        let port = port
        return try await blocking {
            do {
                let socket = try Self.connected(to: port, transport, milliseconds)
                guard transport == .tcp else {
                    try socket.write(query)
                    return try socket.read(upTo: 65536)
                }
                // Over TCP each message has its length in front (RFC 1035, section 4.2.2).
                try socket.write([UInt8(query.count >> 8), UInt8(query.count & 255)] + query)
                var answer: [UInt8] = []
                while answer.count < 2 || answer.count < 2 + Int(answer[0]) << 8 + Int(answer[1]) {
                    let more = try socket.read(upTo: 65536)
                    if more.isEmpty { return nil }
                    answer += more
                }
                return Array(answer.dropFirst(2))
            } catch let error as SystemCallError where Self.silence.contains(error.errno) {
                return nil
            }
        }
    }

    private static func connected(to port: Int, _ transport: Transport, _ milliseconds: Int) throws -> FileDescriptor {
        let kind = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
        let number = try systemCall("socket") { socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0) }
        let descriptor = FileDescriptor(owning: number)
        var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            try systemCall("setsockopt") {
                setsockopt(number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
            }
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        try systemCall("connect") {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        return descriptor
    }
}
