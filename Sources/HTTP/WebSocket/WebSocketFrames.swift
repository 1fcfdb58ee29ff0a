/// What a WebSocket carries.
package enum WebSocketMessage: Sendable, Hashable {
    case binary([UInt8])
    case text(String)
}

/// Why a WebSocket ends: the code that its close frame carries (RFC 6455, section 7.4.1).
package struct WebSocketError: Error, Hashable, Sendable, CustomStringConvertible {
    package var code: UInt16
    package var reason: String

    package init(_ code: UInt16, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    package var description: String { "WebSocket closed with \(code): \(reason)" }

    static func protocolError(_ reason: String) -> Self { Self(1002, reason) }
}

enum WebSocketEvent: Hashable {
    case message(WebSocketMessage)
    case ping([UInt8])
    case pong([UInt8])
    /// 1005 stands for none.
    case close(code: UInt16, reason: String)
}

enum WebSocketOpcode: UInt8 {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    var isControl: Bool { rawValue >= 8 }
}

/// WebSocket's framing: bytes in, events out. Source: RFC 6455, section 5.2.
///
/// ```
/// ┌─┬───┬──────┐┌─┬───────┐┌────────────┐┌──────────┐┌─────────┐
/// │F│RSV│opcode││M│length ││length      ││mask      ││payload  │   M: a client masks what it sends,
/// │1│ 3 │  4   ││1│  7    ││16 or 64 bit││32 bit, M ││         │      a server never does
/// └─┴───┴──────┘└─┴───────┘└────────────┘└──────────┘└─────────┘
/// ```
/// A message is one frame, or several of which the last has F set; between them control frames may stand.
struct WebSocketParser {
    /// Whether the other side is a client, and so masks.
    private let expectsMask: Bool
    private let maximumMessageSize: Int
    private var buffer: [UInt8] = []
    private var started: (opcode: WebSocketOpcode, bytes: [UInt8])?

    init(expectsMask: Bool, maximumMessageSize: Int) {
        self.expectsMask = expectsMask
        self.maximumMessageSize = maximumMessageSize
    }

    mutating func receive(_ bytes: [UInt8]) throws(WebSocketError) -> [WebSocketEvent] {
        buffer += bytes
        var events: [WebSocketEvent] = []
        var position = 0
        while let frame = try nextFrame(at: &position) {
            if let event = try event(frame) { events.append(event) }
        }
        if position == buffer.count { buffer = [] } else { buffer.removeFirst(position) }
        return events
    }

    private struct Frame {
        var isFinal: Bool
        var opcode: WebSocketOpcode
        var payload: [UInt8]
    }

    /// Nil when it isn't all there.
    private func nextFrame(at position: inout Int) throws(WebSocketError) -> Frame? {
        guard buffer.count - position >= 2 else { return nil }
        let (first, second) = (buffer[position], buffer[position + 1])
        guard first & 0x70 == 0, let opcode = WebSocketOpcode(rawValue: first & 0x0F) else {
            throw .protocolError("reserved bits or opcode")
        }
        guard (second & 0x80 != 0) == expectsMask else { throw .protocolError("masking") }
        let isFinal = first & 0x80 != 0
        if opcode.isControl, !isFinal || second & 0x7F > 125 { throw .protocolError("a long control frame") }
        let lengthSize = second & 0x7F < 126 ? 0 : second & 0x7F == 126 ? 2 : 8
        let maskSize = expectsMask ? 4 : 0
        let start = position + 2 + lengthSize + maskSize
        guard buffer.count >= start else { return nil }
        var length = Int(second & 0x7F)
        if lengthSize > 0 { length = try number(buffer[position + 2..<position + 2 + lengthSize]) }
        guard buffer.count - start >= length else { return nil }
        var payload = Array(buffer[start..<start + length])
        if expectsMask { applyMask(Array(buffer[start - 4..<start]), to: &payload) }
        position = start + length
        return Frame(isFinal: isFinal, opcode: opcode, payload: payload)
    }

    private func number(_ bytes: ArraySlice<UInt8>) throws(WebSocketError) -> Int {
        let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard value <= UInt64(maximumMessageSize) else {
            throw WebSocketError(1009, "a message larger than \(maximumMessageSize) bytes")
        }
        return Int(value)
    }

    private mutating func event(_ frame: Frame) throws(WebSocketError) -> WebSocketEvent? {
        switch frame.opcode {
        case .ping: return .ping(frame.payload)
        case .pong: return .pong(frame.payload)
        case .close: return try close(frame.payload)
        case .continuation:
            guard let before = started.take() else { throw .protocolError("a continuation of nothing") }
            return try part(before.opcode, before.bytes + frame.payload, isFinal: frame.isFinal)
        case .text, .binary:
            guard started == nil else { throw .protocolError("a message inside of a message") }
            return try part(frame.opcode, frame.payload, isFinal: frame.isFinal)
        }
    }

    private mutating func part(
        _ opcode: WebSocketOpcode, _ bytes: [UInt8], isFinal: Bool
    ) throws(WebSocketError) -> WebSocketEvent? {
        guard bytes.count <= maximumMessageSize else {
            throw WebSocketError(1009, "a message larger than \(maximumMessageSize) bytes")
        }
        guard isFinal else {
            started = (opcode, bytes)
            return nil
        }
        if opcode == .binary { return .message(.binary(bytes)) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw WebSocketError(1007, "not UTF-8") }
        return .message(.text(text))
    }

    private func close(_ payload: [UInt8]) throws(WebSocketError) -> WebSocketEvent {
        guard payload.count >= 2 else { return .close(code: 1005, reason: "") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        return .close(code: code, reason: String(decoding: payload.dropFirst(2), as: UTF8.self))
    }
}

/// One frame on the wire.
/// - Parameter mask: a random number for a client's frames; nil for a server's.
func webSocketFrame(_ opcode: WebSocketOpcode, _ payload: [UInt8], mask: UInt32?) -> [UInt8] {
    var frame: [UInt8] = [0x80 | opcode.rawValue]
    let maskBit: UInt8 = mask == nil ? 0 : 0x80
    switch payload.count {
    case 0..<126: frame.append(maskBit | UInt8(payload.count))
    case 126..<65536: frame += [maskBit | 126] + bigEndian(UInt16(payload.count))
    default: frame += [maskBit | 127] + bigEndian(UInt64(payload.count))
    }
    guard let mask else { return frame + payload }
    let key = bigEndian(mask)
    var masked = payload
    applyMask(key, to: &masked)
    return frame + key + masked
}

private func applyMask(_ key: [UInt8], to bytes: inout [UInt8]) {
    for index in bytes.indices { bytes[index] ^= key[index & 3] }
}

func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
}
