internal import Glibc
internal import Linux

/// A conversation with the kernel about one network namespace: the one the socket was opened in, for good.
///
/// Requests are answered one after the other. Not for use by two tasks at once; opening one costs 20 µs.
package struct NetlinkSocket: ~Copyable, Sendable {
    private let socket: FileDescriptor

    /// Opens a socket in the calling thread's network namespace.
    /// - Parameter family: 0 is for links, addresses and routes, 12 for the packet filter and connection tracking.
    init(family: Int32 = 0) throws(SystemCallError) {
        let netlink: Int32 = 16  // AF_NETLINK
        let kind = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        socket = FileDescriptor(owning: try systemCall("socket", "netlink") { Glibc.socket(netlink, kind, family) })
    }

    /// Opens a socket in the network namespace at `path`; nil is the calling thread's own.
    package init(namespace path: String?) throws {
        self = try Self.open(family: 0, in: path)
    }

    static func open(family: Int32, in path: String?) throws -> NetlinkSocket {
        guard let path else { return try NetlinkSocket(family: family) }
        let number = try inNetworkNamespace(of: path) { try NetlinkSocket(family: family).socket.duplicate().release() }
        return NetlinkSocket(owning: number)
    }

    private init(owning number: Int32) { socket = FileDescriptor(owning: number) }

    /// Makes a change and waits until the kernel has done it.
    /// - Parameters:
    ///   - what: for the error, such as `add link eth0`.
    ///   - accepted: errors that are fine, because the change is there already or what it is about is gone.
    func change(_ message: NetlinkMessage, _ what: String, accepted: Set<Int32> = []) throws(SystemCallError) {
        do { _ = try exchange(message, what) } catch  where accepted.contains(error.errno) {}
    }

    /// What the kernel answers, without the end mark.
    func exchange(_ message: NetlinkMessage, _ what: String) throws(SystemCallError) -> [NetlinkReply] {
        let datagram = message.datagram(sequence: 1)
        try systemCall("netlink", what) { send(socket.number, datagram, datagram.count, 0) }
        var replies: [NetlinkReply] = []
        while true {
            for reply in try receive(what) {
                switch reply.type {
                case 2:  // NLMSG_ERROR: the negative error number, zero for an acknowledgement
                    let code = readNative(reply.payload, as: Int32.self)
                    if code != 0 { throw SystemCallError("netlink", what, errno: -code) }
                    return replies
                case 3: return replies  // NLMSG_DONE
                default: replies.append(reply)
                }
            }
        }
    }

    /// One datagram holds several messages.
    private func receive(_ what: String) throws(SystemCallError) -> [NetlinkReply] {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let received = try systemCall("netlink", what) { recv(socket.number, &buffer, buffer.count, 0) }
        var rest = buffer[..<received]
        var replies: [NetlinkReply] = []
        while rest.count >= 16 {
            let length = Int(readNative(rest, as: UInt32.self))
            guard 16...rest.count ~= length else { break }
            let type = readNative(rest.dropFirst(4), as: UInt16.self)
            replies.append(NetlinkReply(type: type, payload: rest.prefix(length).dropFirst(16)))
            rest = rest.dropFirst((length + 3) & ~3)
        }
        return replies
    }
}
