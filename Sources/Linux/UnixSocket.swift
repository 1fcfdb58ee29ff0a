internal import CLinux
internal import Glibc

// Unix sockets, and the passing of descriptors over them (SCM_RIGHTS): how the harbour hands its listening socket to
// the API server, and how the runtime gives a terminal to a pod's shim.

/// Bytes that came, and the descriptors with them. No bytes: the other side has closed.
package struct UnixMessage: ~Copyable, Sendable {
    package var bytes: [UInt8]
    package var descriptors: [Int32]

    /// Gives the descriptor at `index` an owner. Those that nobody takes are closed with the message.
    package mutating func take(_ index: Int) -> FileDescriptor? {
        guard let number = release(index) else { return nil }
        return FileDescriptor(owning: number)
    }

    /// Gives the descriptor at `index` away; whoever takes it closes it.
    package mutating func release(_ index: Int) -> Int32? {
        guard descriptors.indices.contains(index), descriptors[index] >= 0 else { return nil }
        defer { descriptors[index] = -1 }
        return descriptors[index]
    }

    deinit { for number in descriptors where number >= 0 { close(number) } }
}

/// Sends bytes and descriptors in one message. On a stream socket only a part of the bytes may be taken: its length
/// is the result (the descriptors go with the first byte).
@discardableResult
package func sendFDs(
    _ descriptors: [Int32], with bytes: [UInt8] = [0], over socket: Int32
) throws(SystemCallError) -> Int {
    try systemCall("sendmsg") { clinux_send(socket, bytes, bytes.count, descriptors, descriptors.count) }
}

/// Receives one message; blocks on a blocking socket.
package func receiveFDs(over socket: Int32, upTo count: Int = 64 * 1024) throws(SystemCallError) -> UnixMessage {
    var buffer = [UInt8](repeating: 0, count: count)
    var descriptors = [Int32](repeating: -1, count: 64)
    var taken = descriptors.count
    let received = try systemCall("recvmsg") {
        taken = descriptors.count
        return clinux_receive(socket, &buffer, count, &descriptors, &taken)
    }
    return UnixMessage(bytes: Array(buffer.prefix(received)), descriptors: Array(descriptors.prefix(taken)))
}

package enum UnixSocketKind: Sendable { case stream, sequencedPackets }

/// Listens at `path`; a socket that an earlier process left there is removed.
package func listenUnix(
    at path: String, _ kind: UnixSocketKind = .stream, backlog: Int32 = 128
) throws(SystemCallError) -> FileDescriptor {
    let socket = try unixSocket(kind)
    unlink(path)
    try withAddress(path, "bind") { bind(socket.number, $0, $1) }
    try systemCall("listen", path) { listen(socket.number, backlog) }
    return socket
}

package func connectUnix(
    to path: String, _ kind: UnixSocketKind = .stream
) throws(SystemCallError) -> FileDescriptor {
    let socket = try unixSocket(kind)
    try withAddress(path, "connect") { connect(socket.number, $0, $1) }
    return socket
}

/// Waits for the next connection.
package func acceptUnix(_ listening: Int32) throws(SystemCallError) -> FileDescriptor {
    FileDescriptor(owning: try systemCall("accept4") { clinux_accept4(listening, O_CLOEXEC) })
}

/// Two sockets connected with each other.
package func unixSocketPair(_ kind: UnixSocketKind = .stream) throws(SystemCallError) -> Pipe {
    var ends: [Int32] = [-1, -1]
    try systemCall("socketpair") { socketpair(AF_UNIX, type(of: kind), 0, &ends) }
    return Pipe(reading: FileDescriptor(owning: ends[0]), writing: FileDescriptor(owning: ends[1]))
}

private func unixSocket(_ kind: UnixSocketKind) throws(SystemCallError) -> FileDescriptor {
    FileDescriptor(owning: try systemCall("socket") { socket(AF_UNIX, type(of: kind), 0) })
}

private func type(of kind: UnixSocketKind) -> Int32 {
    let type: __socket_type = kind == .stream ? SOCK_STREAM : SOCK_SEQPACKET
    return Int32(type.rawValue | SOCK_CLOEXEC.rawValue)
}

/// A path of more than 107 bytes doesn't fit into an address: then it is reached through its folder's descriptor.
private func withAddress(
    _ path: String, _ call: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws(SystemCallError) {
    guard path.utf8.count > 107, let slash = path.lastIndex(of: "/") else {
        return try withShortAddress(path, named: path, call, body)
    }
    let folder = try FileDescriptor(open: String(path[..<slash]), O_RDONLY | O_DIRECTORY)
    try withShortAddress("/proc/self/fd/\(folder.number)/\(path[slash...].dropFirst())", named: path, call, body)
}

private func withShortAddress(
    _ path: String, named name: String, _ call: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) throws(SystemCallError) {
    var address = sockaddr_un()
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
        throw SystemCallError(call, name, errno: ENAMETOOLONG)
    }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    try systemCall(call, name) {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
