import Glibc
import Linux

/// One connection that makes one gRPC call after the other, and does nothing else.
///
/// A load has to cost less than what it measures: a whole client takes more of the processors that it shares with the
/// server than the server does. So a request is two frames in which only the stream's number and the message change,
/// headers are neither compressed nor read, and an answer is known by its frames: a message, and the end of the stream.
/// Where no message came, the call failed, and so does the measurement.
/// Source: RFC 9113 (frames), RFC 7541 (headers), github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md.
final class LoadConnection {
    private let socket: FileDescriptor
    private let headers: [UInt8]
    private var stream: UInt32 = 1
    /// How many more bytes of messages the server takes.
    private var window = 65_535
    private var hasMessage = false
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    /// How much of the buffer was received and not yet understood.
    private var received = 0

    init(port: Int, path: String) throws {
        socket = try connectLoopback(port: port)
        var yes: Int32 = 1
        setsockopt(socket.number, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        headers = HeaderBlock.request(path: path, authority: "127.0.0.1:\(port)")
        let greeting = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + Frame.bytes(.settings)
        // As many answers as anyone can send, without another word of ours.
        try socket.write(greeting + Frame.bytes(.windowUpdate, payload: Frame.number(UInt32(Int32.max) - 65_535)))
    }

    var descriptor: Int32 { socket.number }

    /// Sends a call; what has to be answered first is the one before.
    func call(_ message: [UInt8]) throws {
        let size = message.count + 5
        guard size <= window else { throw BenchmarkError("the server takes no more") }
        window -= size
        hasMessage = false
        stream += 2
        var bytes = Frame.bytes(.headers, flags: Frame.endHeaders, stream: stream, payload: headers)
        bytes += Frame.head(.data, flags: Frame.endStream, stream: stream, size: size)
        bytes += [0] + Frame.number(UInt32(message.count))
        bytes += message
        try socket.write(bytes)
    }

    /// Takes what has come; blocks if nothing has.
    /// - Returns: whether that ends the answer.
    func receive() throws -> Bool {
        let count = buffer.withUnsafeMutableBytes { buffer in
            read(socket.number, buffer.baseAddress.map { $0 + received }, buffer.count - received)
        }
        guard count > 0 else { throw BenchmarkError("the server closed a connection") }
        received += count
        var start = 0
        var isAnswered = false
        while received - start >= Frame.headSize {
            let size = buffer[start..<start + 3].reduce(0) { $0 << 8 | Int($1) }
            guard received - start >= Frame.headSize + size else { break }
            if try take(buffer[start..<start + Frame.headSize + size]) { isAnswered = true }
            start += Frame.headSize + size
        }
        if start < received { buffer.replaceSubrange(0..<received - start, with: Array(buffer[start..<received])) }
        received -= start
        return isAnswered
    }

    private func take(_ frame: ArraySlice<UInt8>) throws -> Bool {
        let flags = frame[frame.startIndex + 4]
        let payload = frame.dropFirst(Frame.headSize)
        switch Frame.Kind(rawValue: frame[frame.startIndex + 3]) {
        case .data: hasMessage = hasMessage || payload.count >= 5
        case .headers where flags & Frame.endStream != 0:
            guard hasMessage else { throw BenchmarkError("a call failed") }
            return true
        case .settings where flags & Frame.acknowledged == 0:
            try socket.write(Frame.bytes(.settings, flags: Frame.acknowledged))
        case .ping where flags & Frame.acknowledged == 0:
            try socket.write(Frame.bytes(.ping, flags: Frame.acknowledged, payload: Array(payload)))
        case .windowUpdate where frame[(frame.startIndex + 5)..<(frame.startIndex + 9)].allSatisfy { $0 == 0 }:
            window += payload.reduce(0) { $0 << 8 | Int($1) }
        // With code 0 a server that has answered says that it wants no more of the request.
        case .reset where payload.allSatisfy { $0 == 0 }: break
        case .reset, .goAway: throw BenchmarkError("the server refused a call: \(Array(payload))")
        default: break
        }
        return false
    }
}

/// HTTP/2's frames: a head of nine bytes (size, kind, flags, stream), and a payload.
private enum Frame {
    enum Kind: UInt8 {
        case data = 0
        case headers = 1
        case reset = 3
        case settings = 4
        case ping = 6
        case goAway = 7
        case windowUpdate = 8
    }

    static let headSize = 9
    static let endStream: UInt8 = 1
    static let acknowledged: UInt8 = 1
    static let endHeaders: UInt8 = 4

    static func number(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)]
    }

    static func head(_ kind: Kind, flags: UInt8 = 0, stream: UInt32 = 0, size: Int) -> [UInt8] {
        number(UInt32(size)).dropFirst() + [kind.rawValue, flags] + number(stream)
    }

    static func bytes(_ kind: Kind, flags: UInt8 = 0, stream: UInt32 = 0, payload: [UInt8] = []) -> [UInt8] {
        head(kind, flags: flags, stream: stream, size: payload.count) + payload
    }
}

/// A request's headers, written out: no table is built, on neither side.
private enum HeaderBlock {
    static func request(path: String, authority: String) -> [UInt8] {
        // `:method: POST` and `:scheme: http` are entries 3 and 6 of the fixed table, `:path` and `:authority` names of it.
        [0x83, 0x86, 0x04] + text(path) + [0x01] + text(authority)
            + field("content-type", "application/grpc") + field("te", "trailers")
    }

    private static func field(_ name: String, _ value: String) -> [UInt8] { [0x00] + text(name) + text(value) }

    private static func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
}
