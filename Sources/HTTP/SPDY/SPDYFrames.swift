/// What breaks SPDY's rules; it ends the connection.
package struct SPDYError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// A frame of SPDY/3.1, as Kubernetes uses it for exec, attach and port-forward: many streams over one connection, a
/// forerunner of HTTP/2. A client's streams have odd numbers.
///
/// ```
/// control  1 ┃ version 3 (15) ┃ type (16) ┃ flags (8) ┃ length (24) ┃ …
/// data     0 ┃ stream (31)                ┃ flags (8) ┃ length (24) ┃ bytes
/// ```
/// Source: the SPDY protocol, draft 3.1. Left out: flow-control windows, because the only peers there are, Kubernetes'
/// programs with the library spdystream, neither send nor heed them; TCP's window does that work.
enum SPDYFrame: Hashable, Sendable {
    case synStream(UInt32, HTTPHeaders, isLast: Bool)
    case synReply(UInt32, HTTPHeaders, isLast: Bool)
    case headers(UInt32, HTTPHeaders, isLast: Bool)
    case data(UInt32, [UInt8], isLast: Bool)
    case reset(UInt32, status: UInt32)
    case ping(UInt32)
    case goAway(lastStream: UInt32)
    /// SETTINGS, WINDOW_UPDATE: read, and passed over.
    case ignored(type: UInt16)
}

private enum FrameType {
    static let synStream: UInt16 = 1
    static let synReply: UInt16 = 2
    static let reset: UInt16 = 3
    static let ping: UInt16 = 6
    static let goAway: UInt16 = 7
    static let headers: UInt16 = 8
}

/// Bytes in, frames out. The compression of headers goes on from frame to frame, so no frame may be left out.
struct SPDYParser {
    static let maximumFrameSize = 1 << 20
    static let maximumHeaderSize = 64 << 10

    private var buffer: [UInt8] = []
    private var inflate = Inflate(maximumOutput: maximumHeaderSize)

    mutating func receive(_ bytes: [UInt8]) throws(SPDYError) -> [SPDYFrame] {
        buffer += bytes
        var frames: [SPDYFrame] = []
        var position = 0
        while buffer.count - position >= 8 {
            let length = Int(word(position + 4) & 0xFF_FFFF)
            guard length <= Self.maximumFrameSize else { throw SPDYError("a frame of \(length) bytes") }
            guard buffer.count - position - 8 >= length else { break }
            let payload = buffer[position + 8..<position + 8 + length]
            frames.append(try frame(word(position), flags: buffer[position + 4], payload))
            position += 8 + length
        }
        if position == buffer.count { buffer = [] } else { buffer.removeFirst(position) }
        return frames
    }

    private func word(_ position: Int) -> UInt32 { number(buffer[position..<position + 4]) }

    private mutating func frame(
        _ first: UInt32, flags: UInt8, _ payload: ArraySlice<UInt8>
    ) throws(SPDYError) -> SPDYFrame {
        let isLast = flags & 1 != 0
        if first >> 31 == 0 { return .data(first, Array(payload), isLast: isLast) }
        guard first >> 16 & 0x7FFF == 3 else { throw SPDYError("version \(first >> 16 & 0x7FFF)") }
        let type = UInt16(truncatingIfNeeded: first)
        let fixed = [FrameType.synStream: 10, FrameType.reset: 8, FrameType.goAway: 4][type] ?? 4
        guard payload.count >= fixed else { throw SPDYError("a short frame of type \(type)") }
        let stream = number(payload.prefix(4)) & 0x7FFF_FFFF
        let rest = payload.dropFirst(fixed)
        switch type {
        case FrameType.synStream: return .synStream(stream, try headers(rest), isLast: isLast)
        case FrameType.synReply: return .synReply(stream, try headers(rest), isLast: isLast)
        case FrameType.headers: return .headers(stream, try headers(rest), isLast: isLast)
        case FrameType.reset: return .reset(stream, status: number(payload.dropFirst(4).prefix(4)))
        case FrameType.ping: return .ping(number(payload.prefix(4)))
        case FrameType.goAway: return .goAway(lastStream: stream)
        default: return .ignored(type: type)
        }
    }

    /// A count, then names and values, each behind its length; several values of a name are parted by zero bytes.
    private mutating func headers(_ compressed: ArraySlice<UInt8>) throws(SPDYError) -> HTTPHeaders {
        var rest = try inflate.decompress(compressed)[...]
        var headers = HTTPHeaders()
        for _ in 0..<(try takeNumber(&rest)) {
            let name = try takeText(&rest)
            for value in try takeText(&rest).split(separator: "\0", omittingEmptySubsequences: false) {
                headers.add(name, String(value))
            }
        }
        return headers
    }

    private func takeNumber(_ rest: inout ArraySlice<UInt8>) throws(SPDYError) -> UInt32 {
        guard rest.count >= 4 else { throw SPDYError("headers end too early") }
        defer { rest = rest.dropFirst(4) }
        return number(rest.prefix(4))
    }

    private func takeText(_ rest: inout ArraySlice<UInt8>) throws(SPDYError) -> String {
        let length = Int(try takeNumber(&rest))
        guard length <= rest.count else { throw SPDYError("headers end too early") }
        defer { rest = rest.dropFirst(length) }
        return String(decoding: rest.prefix(length), as: UTF8.self)
    }
}

/// Frames in, bytes out; they must be sent in the order of the calls.
struct SPDYWriter {
    private var deflate = StoredDeflate()

    mutating func bytes(_ frame: SPDYFrame) -> [UInt8] {
        switch frame {
        case .data(let stream, let bytes, let isLast):
            return bigEndian(stream) + flagsAndLength(isLast, bytes.count) + bytes
        case .synStream(let stream, let headers, let isLast):
            // No associated stream, highest priority, no slot.
            let fixed = bigEndian(stream) + [0, 0, 0, 0, 0, 0]
            return control(FrameType.synStream, isLast, fixed + block(headers))
        case .synReply(let stream, let headers, let isLast):
            return control(FrameType.synReply, isLast, bigEndian(stream) + block(headers))
        case .headers(let stream, let headers, let isLast):
            return control(FrameType.headers, isLast, bigEndian(stream) + block(headers))
        case .reset(let stream, let status):
            return control(FrameType.reset, false, bigEndian(stream) + bigEndian(status))
        case .ping(let number): return control(FrameType.ping, false, bigEndian(number))
        case .goAway(let stream): return control(FrameType.goAway, false, bigEndian(stream) + [0, 0, 0, 0])
        case .ignored: return []
        }
    }

    private func control(_ type: UInt16, _ isLast: Bool, _ payload: [UInt8]) -> [UInt8] {
        [0x80, 0x03] + bigEndian(type) + flagsAndLength(isLast, payload.count) + payload
    }

    private func flagsAndLength(_ isLast: Bool, _ length: Int) -> [UInt8] {
        bigEndian(UInt32(length) | (isLast ? 1 << 24 : 0))
    }

    private mutating func block(_ headers: HTTPHeaders) -> [UInt8] {
        var names: [String] = []
        for field in headers.fields where !names.contains(field.name.lowercased()) {
            names.append(field.name.lowercased())
        }
        var block = bigEndian(UInt32(names.count))
        for name in names {
            let value = headers.all(name).joined(separator: "\0")
            block += bigEndian(UInt32(name.utf8.count)) + name.utf8 + bigEndian(UInt32(value.utf8.count)) + value.utf8
        }
        return deflate.compress(block)
    }
}

private func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
