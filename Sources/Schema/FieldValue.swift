/// What may stand in a declared member: how it reads and writes itself as JSON and as protobuf.
///
/// `init()` gives the zero value, which is what an absent member has.
public protocol FieldValue: Sendable {
    init()
    static var shape: Shape { get }
    /// True for what is left out on the wire.
    var isZero: Bool { get }
    init(json: JSON) throws(DecodeError)
    var json: JSON { get }
    /// Reads one occurrence of the field; a repeated field is read once for each element.
    mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError)
    func writeProtobuf(number: Int, into writer: inout ProtobufWriter)
}

extension String: FieldValue {
    public static var shape: Shape { .string }
    public var isZero: Bool { isEmpty }
    public var json: JSON { .string(self) }

    public init(json: JSON) throws(DecodeError) {
        guard case .string(let value) = json else { throw .expected("string", got: json) }
        self = value
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try reader.expect(.lengthDelimited, wire)
        self = String(decoding: try reader.lengthDelimited(), as: UTF8.self)
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) { writer.bytes(number, utf8) }
}

extension Bool: FieldValue {
    public static var shape: Shape { .boolean }
    public var isZero: Bool { !self }
    public var json: JSON { .bool(self) }

    public init(json: JSON) throws(DecodeError) {
        guard case .bool(let value) = json else { throw .expected("boolean", got: json) }
        self = value
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try reader.expect(.varint, wire)
        self = try reader.varint() != 0
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) { writer.varint(number, self ? 1 : 0) }
}

extension Int: FieldValue {
    public static var shape: Shape { .integer }
    public var isZero: Bool { self == 0 }
    public var json: JSON { .integer(Int64(self)) }

    public init(json: JSON) throws(DecodeError) {
        guard let value = json.integer else { throw .expected("integer", got: json) }
        self = value
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try reader.expect(.varint, wire)
        self = Int(truncatingIfNeeded: try reader.varint())
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        writer.varint(number, UInt64(bitPattern: Int64(self)))
    }
}

extension UInt64: FieldValue {
    public static var shape: Shape { .integer }
    public var isZero: Bool { self == 0 }
    /// A number, or in digits what is more than a number of 64 bits with a sign can be.
    public var json: JSON { Int64(exactly: self).map(JSON.integer) ?? .string("\(self)") }

    public init(json: JSON) throws(DecodeError) {
        if let digits = json.string, let value = UInt64(digits), value > Int64.max {
            self = value
            return
        }
        guard let value = json.integer, value >= 0 else { throw .expected("unsigned integer", got: json) }
        self = UInt64(value)
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try reader.expect(.varint, wire)
        self = try reader.varint()
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) { writer.varint(number, self) }
}

extension Double: FieldValue {
    public static var shape: Shape { .number }
    public var isZero: Bool { self == 0 }
    public var json: JSON { .number(self) }

    public init(json: JSON) throws(DecodeError) {
        guard let value = json.number else { throw .expected("number", got: json) }
        self = value
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try reader.expect(.fixed64, wire)
        self = Double(bitPattern: try reader.fixed64())
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) { writer.fixed64(number, bitPattern) }
}

// MARK: - Containers of values

/// Absent or there: an optional member that is there is written even when it is zero.
extension Optional: FieldValue where Wrapped: FieldValue {
    public init() { self = nil }
    public static var shape: Shape { Wrapped.shape }
    public var isZero: Bool { self == nil }
    public var json: JSON { self?.json ?? .null }

    public init(json: JSON) throws(DecodeError) {
        self = json.isNull ? nil : try Wrapped(json: json)
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var value = self ?? Wrapped()
        try value.readProtobuf(from: &reader, wire: wire)
        self = value
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        self?.writeProtobuf(number: number, into: &writer)
    }
}

extension Array: FieldValue where Element: FieldValue {
    public static var shape: Shape { .list(Element.shape) }
    public var isZero: Bool { isEmpty }
    public var json: JSON { .array(map(\.json)) }

    public init(json: JSON) throws(DecodeError) {
        guard case .array(let elements) = json else { throw .expected("array", got: json) }
        self.init()
        reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            do { append(try Element(json: element)) } catch { throw error.under("[\(index)]") }
        }
    }

    /// Numbers may come packed: many in one length-delimited field.
    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        guard wire == .lengthDelimited, Element.isPackable else {
            var element = Element()
            try element.readProtobuf(from: &reader, wire: wire)
            return append(element)
        }
        var packed = try reader.message(wire)
        while !packed.isAtEnd {
            var element = Element()
            try element.readProtobuf(from: &packed, wire: .varint)
            append(element)
        }
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        for element in self { element.writeProtobuf(number: number, into: &writer) }
    }
}

extension FieldValue {
    /// True for what protobuf encodes as a varint.
    fileprivate static var isPackable: Bool {
        switch Self.shape {
        case .integer, .boolean: true
        default: false
        }
    }
}

/// A map is written in the order of its keys, so that the same value always gives the same bytes.
extension Dictionary: FieldValue where Key == String, Value: FieldValue {
    public static var shape: Shape { .map(Value.shape) }
    public var isZero: Bool { isEmpty }

    public var json: JSON {
        .object(JSONObject(sorted { $0.key < $1.key }.map { JSONObject.Member($0.key, $0.value.json) }))
    }

    public init(json: JSON) throws(DecodeError) {
        guard case .object(let object) = json else { throw .expected("object", got: json) }
        self.init()
        for member in object.members {
            do { self[member.name] = try Value(json: member.value) } catch { throw error.under(member.name) }
        }
    }

    /// Each entry is a message of its own: 1 the key, 2 the value.
    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var entry = try reader.message(wire)
        var key = ""
        var value = Value()
        while let (number, wire) = try entry.nextField() {
            switch number {
            case 1: try key.readProtobuf(from: &entry, wire: wire)
            case 2: try value.readProtobuf(from: &entry, wire: wire)
            default: try entry.skip(wire)
            }
        }
        self[key] = value
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            writer.message(number) { entry in
                key.writeProtobuf(number: 1, into: &entry)
                value.writeProtobuf(number: 2, into: &entry)
            }
        }
    }
}

// MARK: - Words of an open set

/// A string of which some values are known: a pod's phase, a restart policy. Others are kept as they are.
///
/// ```swift
/// public struct PodPhase: OpenEnum {
///     public var rawValue = ""
///     public init() {}
///     public static let running: PodPhase = "Running"
/// }
/// ```
public protocol OpenEnum: FieldValue, Hashable, ExpressibleByStringLiteral, CustomStringConvertible
where StringLiteralType == String {
    var rawValue: String { get set }
}

extension OpenEnum {
    public init(stringLiteral value: String) { self.init(value) }

    public init(_ value: String) {
        self.init()
        rawValue = value
    }

    public static var shape: Shape { .string }
    public var isZero: Bool { rawValue.isEmpty }
    public var json: JSON { .string(rawValue) }
    public var description: String { rawValue }

    public init(json: JSON) throws(DecodeError) { self.init(try String(json: json)) }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try rawValue.readProtobuf(from: &reader, wire: wire)
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        rawValue.writeProtobuf(number: number, into: &writer)
    }
}
