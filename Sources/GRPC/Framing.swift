import NIOCore

/// gRPC's framing inside of HTTP/2's DATA frames: each message stands behind five bytes, which say whether it is
/// compressed and how long it is. Frames are cut anywhere. Source: github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md.
struct MessageParser {
    static let headLength = 5

    private let maximumSize: Int
    private var buffer = ByteBuffer()
    private var ownsBuffer = true

    init(maximumSize: Int) { self.maximumSize = maximumSize }

    var isBetweenMessages: Bool { buffer.readableBytes == 0 }

    mutating func add(_ bytes: ByteBuffer) {
        if isBetweenMessages { ownsBuffer = false }
        buffer.receive(bytes)
    }

    /// The next whole message.
    /// - Throws: `UNIMPLEMENTED` for a compressed one, `RESOURCE_EXHAUSTED` for one that is too large.
    mutating func next() throws(GRPCError) -> [UInt8]? {
        guard let length = try length(), buffer.readableBytes - Self.headLength >= length else {
            keepRest()
            return nil
        }
        buffer.moveReaderIndex(forwardBy: Self.headLength)
        return buffer.readBytes(length: length)
    }

    /// A copy of what isn't whole yet, where a slice would hold on to all that the socket gave; and no room where nothing is
    /// left.
    private mutating func keepRest() {
        if isBetweenMessages {
            buffer = ByteBuffer()
        } else if !ownsBuffer {
            buffer = ByteBuffer(bytes: buffer.readableBytesView)
        }
        ownsBuffer = true
    }

    private func length() throws(GRPCError) -> Int? {
        guard let (flag, length) = buffer.peekMultipleIntegers(as: (UInt8, UInt32).self) else { return nil }
        guard flag == 0 else { throw GRPCError(.unimplemented, "compressed messages are not supported") }
        guard length <= maximumSize else {
            throw GRPCError(.resourceExhausted, "a message of \(length) bytes, the limit is \(maximumSize)")
        }
        return Int(length)
    }
}

extension ByteBuffer {
    mutating func writeMessage(_ message: [UInt8]) {
        writeMultipleIntegers(UInt8(0), UInt32(message.count))
        writeBytes(message)
    }
}

// MARK: - Header values

/// `grpc-timeout`: at most eight digits and a unit, from hours to nanoseconds.
func timeout(parsing text: String) -> Duration? {
    guard let unit = text.last, text.count <= 9, let value = Int64(text.dropLast()), value >= 0 else { return nil }
    switch unit {
    case "H": return .seconds(value * 3600)
    case "M": return .seconds(value * 60)
    case "S": return .seconds(value)
    case "m": return .milliseconds(value)
    case "u": return .microseconds(value)
    case "n": return .nanoseconds(value)
    default: return nil
    }
}

/// In milliseconds, or in seconds where those don't fit into eight digits.
func timeoutText(_ timeout: Duration) -> String {
    let parts = timeout.components
    let milliseconds = parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000
    return milliseconds < 100_000_000 ? "\(max(milliseconds, 1))m" : "\(min(parts.seconds, 99_999_999))S"
}

/// `grpc-message`: what isn't printable ASCII is escaped, and the percent sign.
func statusMessageEncoded(_ text: String) -> String {
    var encoded: [UInt8] = []
    for byte in text.utf8 {
        if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "%") {
            encoded.append(byte)
        } else {
            let digits = Array(String(byte, radix: 16, uppercase: true).utf8)
            encoded += [UInt8(ascii: "%")] + (digits.count == 1 ? [UInt8(ascii: "0")] : []) + digits
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}
