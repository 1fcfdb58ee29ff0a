internal import Dispatch
internal import Glibc
internal import Linux
internal import Synchronization

// Peers for tests with real packets: a server in some network namespace that tells its name and whom it sees, and
// clients in others.

package enum Transport: Sendable { case tcp, udp }

/// Answers every connection (or datagram) with `name peer-address`, until it is stopped or goes away.
package final class NamedServer: Sendable {
    private let socket: Int32
    private let isStopped = Mutex(false)

    /// - Parameter namespace: the path of the network namespace to listen in.
    package init(_ name: String, in namespace: String, port: UInt16, _ transport: Transport = .tcp) throws {
        socket = try inNetworkNamespace(of: namespace) {
            let socket = try makeSocket(transport, timeoutMilliseconds: 50)
            var one: Int32 = 1
            try systemCall("setsockopt") { setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &one, 4) }
            try withInternetAddress("0.0.0.0", port) { address, length in
                try systemCall("bind", "port \(port)") { bind(socket, address, length) }
            }
            if transport == .tcp { try systemCall("listen") { listen(socket, 64) } }
            return socket
        }
        // A thread of its own, at once: tasks have to wait while other tests block the few threads they share.
        DispatchQueue(label: name).async { [self] in serve(name, transport) }
    }

    package func stop() { isStopped.withLock { $0 = true } }

    private func serve(_ name: String, _ transport: Transport) {
        while !isStopped.withLock({ $0 }) {
            if transport == .tcp { answerConnection(name) } else { answerDatagram(name) }
        }
        close(socket)
    }

    private func answerConnection(_ name: String) {
        var peer = sockaddr_in()
        let connection = withPeer(&peer) { accept(socket, $0, $1) }
        guard connection >= 0 else { return }
        let text = Array("\(name) \(text(of: peer))".utf8)
        _ = send(connection, text, text.count, Int32(MSG_NOSIGNAL))
        close(connection)
    }

    private func answerDatagram(_ name: String) {
        var peer = sockaddr_in()
        var buffer = [UInt8](repeating: 0, count: 512)
        guard withPeer(&peer, { recvfrom(socket, &buffer, 512, 0, $0, $1) }) >= 0 else { return }
        let text = Array("\(name) \(text(of: peer))".utf8)
        _ = withPeer(&peer) { sendto(socket, text, text.count, 0, $0, $1.pointee) }
    }
}

/// What came of an attempt to reach a server.
package enum Attempt: Equatable, Sendable {
    /// The server's name, and the client's address as the server sees it.
    case answer(String, from: String)
    case refused
    case timeout
    case failed(Int32)

    package var name: String? {
        if case .answer(let name, _) = self { name } else { nil }
    }
}

/// Connects from the network namespace at `namespace` and reads the answer of a ``NamedServer``.
package func reach(
    _ address: String, _ port: UInt16, from namespace: String, _ transport: Transport = .tcp,
    timeoutMilliseconds: Int = 1000
) throws -> Attempt {
    try inNetworkNamespace(of: namespace) {
        let socket = try makeSocket(transport, timeoutMilliseconds: timeoutMilliseconds)
        defer { close(socket) }
        do {
            try withInternetAddress(address, port) { address, length in
                try systemCall("connect") { connect(socket, address, length) }
            }
            if transport == .udp { try systemCall("send") { send(socket, "?", 1, 0) } }
            var buffer = [UInt8](repeating: 0, count: 512)
            let count = try systemCall("recv") { recv(socket, &buffer, 512, 0) }
            let words = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ").map(String.init)
            return words.count == 2 ? .answer(words[0], from: words[1]) : .failed(0)
        } catch let error as SystemCallError {
            switch error.errno {
            case ECONNREFUSED: return .refused
            case EAGAIN, EINPROGRESS, ETIMEDOUT: return .timeout
            default: return .failed(error.errno)
            }
        }
    }
}

/// A new folder, removed afterwards with the network namespaces that `body` mounted in it.
package func withNamespaceFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    try await withTemporaryFolder { folder in
        defer { for name in (try? listFolder(folder)) ?? [] { try? removeNetworkNamespace(at: "\(folder)/\(name)") } }
        return try await body(folder)
    }
}

private func makeSocket(_ transport: Transport, timeoutMilliseconds: Int) throws -> Int32 {
    let kind = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
    let number = try systemCall("socket") { socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0) }
    var limit = timeval(tv_sec: timeoutMilliseconds / 1000, tv_usec: timeoutMilliseconds % 1000 * 1000)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        try systemCall("setsockopt") {
            setsockopt(number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
    }
    return number
}

@discardableResult
private func withInternetAddress<Value>(
    _ text: String, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Value
) throws -> Value {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, text, &address.sin_addr)
    return try withUnsafePointer(to: &address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}

private func withPeer<Value>(
    _ peer: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Value
) -> Value {
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &peer) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
    }
}

private func text(of address: sockaddr_in) -> String {
    let value = UInt32(bigEndian: address.sin_addr.s_addr)
    return [24, 16, 8, 0].map { String(value >> UInt32($0) & 255) }.joined(separator: ".")
}

/// One socket, and with it one flow, that asks a ``NamedServer`` again and again.
package final class DatagramClient: Sendable {
    private let socket: Int32

    package init(_ address: String, _ port: UInt16, in namespace: String) throws {
        socket = try inNetworkNamespace(of: namespace) {
            let socket = try makeSocket(.udp, timeoutMilliseconds: 1000)
            try withInternetAddress(address, port) { address, length in
                try systemCall("connect") { connect(socket, address, length) }
            }
            return socket
        }
    }

    /// The name of whoever answers.
    package func ask() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 512)
        try systemCall("send") { send(socket, "?", 1, 0) }
        let count = try systemCall("recv") { recv(socket, &buffer, 512, 0) }
        return String(String(decoding: buffer.prefix(count), as: UTF8.self).prefix { $0 != " " })
    }

    deinit { close(socket) }
}
