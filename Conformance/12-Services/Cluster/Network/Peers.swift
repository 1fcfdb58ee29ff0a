internal import Glibc
internal import Linux

/// A pod's program: answers every connection, and every datagram, with its name and whom it sees.
struct NamedServer: Sendable {
    private let name: String
    private let connections: AsyncDescriptor
    private let datagrams: AsyncDescriptor

    init(_ name: String, in namespace: String, port: Int) throws {
        self.name = name
        connections = try AsyncDescriptor(try listening(on: "0.0.0.0", port, .tcp, in: namespace))
        datagrams = try AsyncDescriptor(try listening(on: "0.0.0.0", port, .udp, in: namespace))
    }

    /// Until it is cancelled.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await answerConnections() }
            group.addTask { try await answerDatagrams() }
            try await group.next()
        }
    }

    private func answerConnections() async throws {
        while true {
            let connection = try await accepted(from: connections)
            var peer = sockaddr_in()
            withPeer(&peer) { _ = getpeername(connection.number, $0, $1) }
            let answer = Array("\(name) \(text(of: peer))".utf8)
            _ = send(connection.number, answer, answer.count, Int32(MSG_NOSIGNAL))
        }
    }

    private func answerDatagrams() async throws {
        while true {
            try await Poller.shared.ready(datagrams.number, for: .reading)
            var peer = sockaddr_in()
            var buffer = [UInt8](repeating: 0, count: 512)
            var count = 0
            withPeer(&peer) { count = recvfrom(datagrams.number, &buffer, 512, 0, $0, $1) }
            if count < 0 { continue }
            let answer = Array("\(name) \(text(of: peer))".utf8)
            withPeer(&peer) { _ = sendto(datagrams.number, answer, answer.count, 0, $0, $1.pointee) }
        }
    }

    private func withPeer(
        _ peer: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Void
    ) {
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &peer) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }
}

/// What came of an attempt to reach a server.
enum Attempt: Hashable, Sendable, CustomStringConvertible {
    /// The server's name, and the client's address as the server sees it.
    case answer(String, from: String)
    case refused
    case silence
    case failed(Int32)

    var name: String? { if case .answer(let name, _) = self { name } else { nil } }

    var description: String {
        switch self {
        case .answer(let name, let client): "\(name) answered \(client)"
        case .refused: "refused"
        case .silence: "silence"
        case .failed(let number): "failed: \(String(cString: strerror(number)))"
        }
    }
}

/// A client somewhere in the network, with one socket.
struct Client: Sendable {
    private let descriptor: AsyncDescriptor
    private let isStream: Bool

    /// - Parameter namespace: where it is.
    init(_ transport: Transport, in namespace: String, patience: Int = 1000) throws {
        isStream = transport == .tcp
        descriptor = try AsyncDescriptor(try socket(transport, in: namespace) { _ in })
        _ = fcntl(descriptor.number, F_SETFL, fcntl(descriptor.number, F_GETFL) & ~O_NONBLOCK)
        try limit(descriptor.number, milliseconds: patience)
    }

    /// Asks once. A client of UDP may ask again, with the same socket.
    func ask(_ address: String, _ port: Int) async throws -> Attempt {
        let (number, isStream) = (descriptor.number, isStream)
        let attempt = try await blocking {
            do {
                try withInternetAddress(address, port) { pointer, length in
                    try systemCall("connect") { connect(number, pointer, length) }
                }
                if !isStream { try systemCall("send") { send(number, "?", 1, 0) } }
                var buffer = [UInt8](repeating: 0, count: 512)
                let count = try systemCall("recv") { recv(number, &buffer, 512, 0) }
                let words = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ").map(String.init)
                return words.count == 2 ? Attempt.answer(words[0], from: words[1]) : .silence
            } catch let error as SystemCallError {
                switch error.errno {
                case ECONNREFUSED: return .refused
                case EAGAIN, EINPROGRESS, ETIMEDOUT: return .silence
                default: return .failed(error.errno)
                }
            }
        }
        return withExtendedLifetime(descriptor) { attempt }
    }
}
