internal import Glibc
internal import Synchronization

/// Connects to a TCP port of 127.0.0.1, in the calling thread's network namespace.
package func connectLoopback(port: Int) throws(SystemCallError) -> FileDescriptor {
    let name = "127.0.0.1:\(port)"
    guard let port = UInt16(exactly: port), port > 0 else { throw SystemCallError("connect", name, errno: EINVAL) }
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = FileDescriptor(owning: try systemCall("socket") { socket(AF_INET, kind, 0) })
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    try systemCall("connect", name) {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
    return descriptor
}

/// A port of the loopback that nobody listens on now, and that the kernel gives to nobody: it lies below the ports of
/// connections (`net.ipv4.ip_local_port_range`). One of those could be taken while a server that had it is started again,
/// by the very client that waits for it.
///
/// Nor is it given out twice: it looks free until a server is there, and while that is started again.
package func freeLoopbackPort() throws(SystemCallError) -> Int {
    for _ in 0..<100 {
        let port = UInt16.random(in: 15_000..<30_000)
        if given.withLock({ $0.insert(port).inserted }), try isFree(port) { return Int(port) }
    }
    throw SystemCallError("bind", "127.0.0.1", errno: EADDRINUSE)
}

/// By this process.
private let given = Mutex<Set<UInt16>>([])

private func isFree(_ port: UInt16) throws(SystemCallError) -> Bool {
    let probe = FileDescriptor(owning: try systemCall("socket") { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) })
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(probe.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
