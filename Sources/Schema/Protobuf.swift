/// The protobuf wire format: what Go clients write, and what gRPC carries.
///
/// A message is a sequence of fields; each is a tag (number and wire type) and a value. There is no terminator: a
/// nested message stands behind its length. Source: protobuf.dev/programming-guides/encoding.
///
/// Left out compared with the format: groups (nobody writes them any more); they are refused.
public enum WireType: UInt8, Sendable {
    case varint = 0
    case fixed64 = 1
    case lengthDelimited = 2
    case fixed32 = 5
}

public struct ProtobufError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }
}

public struct ProtobufWriter: Sendable {
    public private(set) var bytes: [UInt8] = []

    /// Most messages are longer than the room that an array begins with.
    public init() { bytes.reserveCapacity(64) }

    public mutating func varint(_ number: Int, _ value: UInt64) {
        tag(number, .varint)
        raw(value)
    }

    public mutating func fixed64(_ number: Int, _ value: UInt64) {
        tag(number, .fixed64)
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    public mutating func bytes(_ number: Int, _ value: some Collection<UInt8>) {
        tag(number, .lengthDelimited)
        raw(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// A nested message: its length is known only after it was written, and mostly takes one byte.
    public mutating func message(_ number: Int, _ body: (inout ProtobufWriter) -> Void) {
        tag(number, .lengthDelimited)
        let start = bytes.count
        bytes.append(0)
        body(&self)
        let length = bytes.count - start - 1
        guard length >= 0x80 else { return bytes[start] = UInt8(length) }
        var more = ProtobufWriter()
        more.raw(UInt64(length))
        bytes.replaceSubrange(start...start, with: more.bytes)
    }

    private mutating func tag(_ number: Int, _ wire: WireType) {
        raw(UInt64(number) << 3 | UInt64(wire.rawValue))
    }

    /// Seven bits a byte, lowest first; the high bit says that more follow.
    private mutating func raw(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

public struct ProtobufReader: Sendable {
    /// Nested messages deeper than this are refused: the input is untrusted, and each level costs stack.
    static let maximumDepth = 64

    private let bytes: ArraySlice<UInt8>
    private var position: Int
    private let depth: Int

    public init(_ bytes: [UInt8]) {
        self.init(bytes[...], depth: 0)
    }

    private init(_ bytes: ArraySlice<UInt8>, depth: Int) {
        self.bytes = bytes
        position = bytes.startIndex
        self.depth = depth
    }

    public var isAtEnd: Bool { position >= bytes.endIndex }

    /// The next field's number and wire type; nil at the end of the message.
    public mutating func nextField() throws(ProtobufError) -> (number: Int, wire: WireType)? {
        if isAtEnd { return nil }
        let tag = try varint()
        guard let wire = WireType(rawValue: UInt8(tag & 7)), tag >> 3 > 0, tag >> 3 < 1 << 29 else {
            throw ProtobufError("illegal tag \(tag)")
        }
        return (Int(tag >> 3), wire)
    }

    public mutating func varint() throws(ProtobufError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard position < bytes.endIndex else { throw ProtobufError("unexpected end of message") }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw ProtobufError("a number of more than ten bytes")
    }

    public mutating func fixed64() throws(ProtobufError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    public mutating func lengthDelimited() throws(ProtobufError) -> ArraySlice<UInt8> {
        let length = try varint()
        guard length <= UInt64(bytes.endIndex - position) else { throw ProtobufError("a length beyond the message") }
        return try take(Int(length))
    }

    /// A reader for the nested message that stands here.
    public mutating func message(_ wire: WireType) throws(ProtobufError) -> ProtobufReader {
        try expect(.lengthDelimited, wire)
        guard depth < Self.maximumDepth else { throw ProtobufError("messages nested too deep") }
        return ProtobufReader(try lengthDelimited(), depth: depth + 1)
    }

    public mutating func skip(_ wire: WireType) throws(ProtobufError) {
        switch wire {
        case .varint: _ = try varint()
        case .fixed64: _ = try take(8)
        case .lengthDelimited: _ = try lengthDelimited()
        case .fixed32: _ = try take(4)
        }
    }

    public func expect(_ wanted: WireType, _ wire: WireType) throws(ProtobufError) {
        guard wanted == wire else { throw ProtobufError("expected wire type \(wanted), got \(wire)") }
    }

    private mutating func take(_ count: Int) throws(ProtobufError) -> ArraySlice<UInt8> {
        guard count <= bytes.endIndex - position else { throw ProtobufError("unexpected end of message") }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
