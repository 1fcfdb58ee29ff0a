import GRPC
import Glibc
import Linux

/// The other end of a connection, frame by frame: what a library would never send can be sent, too.
final class RawPeer {
    struct Frame: Equatable {
        var kind: UInt8
        var flags: UInt8 = 0
        var stream: UInt32 = 0
        var payload: [UInt8] = []

        var bytes: [UInt8] {
            let length = UInt32(payload.count)
            return [UInt8(length >> 16), UInt8(length >> 8 & 255), UInt8(length & 255), kind, flags]
                + RawPeer.number(stream) + payload
        }
    }

    static let (data, headers, reset, settings, push, ping, goAway, update, continuation):
        (
            UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
        ) = (0, 1, 3, 4, 5, 6, 7, 8, 9)
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private let socket: FileDescriptor
    private var received: [UInt8] = []

    /// - Parameter firstWindow: how much the server may send on each stream.
    init(port: Int, firstWindow: UInt32 = 65_535) throws {
        socket = try connectLoopback(port: port)
        var yes: Int32 = 1
        setsockopt(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        try socket.write(Self.preface)
        try send(Frame(kind: Self.settings, payload: [0, 4] + Self.number(firstWindow)))
    }

    static func number(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    func send(_ frames: Frame...) throws { for frame in frames { try socket.write(frame.bytes) } }

    func write(_ bytes: [UInt8]) throws { try socket.write(bytes) }

    /// A request's headers; nothing of them goes into a table.
    static func request(_ path: String, stream: UInt32, flags: UInt8 = 4) -> Frame {
        func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
        let block =
            [0x83, 0x86, 0x04] + text(path) + [0x01] + text("test") + [0x00] + text("content-type")
            + text("application/grpc")
        return Frame(kind: headers, flags: flags, stream: stream, payload: block)
    }

    static func message(_ bytes: [UInt8], stream: UInt32) -> Frame {
        Frame(kind: data, flags: 1, stream: stream, payload: [0] + number(UInt32(bytes.count)) + bytes)
    }

    /// The next frame; nil when the server has closed the connection.
    func next() async throws -> Frame? {
        while true {
            if let frame = takeFrame() { return frame }
            try await Poller.shared.ready(socket.number, for: .reading)
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = read(socket.number, &buffer, buffer.count)
            if count < 0, errno != ECONNRESET { throw SystemCallError("read", errno: errno) }
            guard count > 0 else { return nil }
            received += buffer.prefix(count)
        }
    }

    /// The next of these kinds; others are passed over.
    func next(_ kinds: UInt8...) async throws -> Frame? {
        while let frame = try await next() { if kinds.contains(frame.kind) { return frame } }
        return nil
    }

    private func takeFrame() -> Frame? {
        guard received.count >= 9 else { return nil }
        let length = received[0..<3].reduce(0) { $0 << 8 | Int($1) }
        guard received.count >= 9 + length else { return nil }
        defer { received.removeFirst(9 + length) }
        return Frame(
            kind: received[3], flags: received[4], stream: received[5..<9].reduce(0) { $0 << 8 | UInt32($1) },
            payload: Array(received[9..<9 + length]))
    }
}
