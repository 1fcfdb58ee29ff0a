public import Schema

/// A stand-in until Schema has quantities.
public struct Quantity: FieldValue, Hashable, Comparable {
    private var raw = RawQuantity()
    public init() {}
    public init(json: JSON) throws(DecodeError) { raw.string = json.string ?? json.integer.map(String.init) ?? "0" }
    public static var shape: Shape { .quantity }
    public var isZero: Bool { raw.isZero }
    public var json: JSON { .string(raw.string) }
    public static func < (left: Quantity, right: Quantity) -> Bool { left.raw.string < right.raw.string }
    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        try raw.readProtobuf(from: &reader, wire: wire)
    }
    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        raw.writeProtobuf(number: number, into: &writer)
    }
}

struct RawQuantity: Declared {
    var string = ""
    static let schema = Schema<Self>("A number with a suffix.") { Field(1, "string", \.string) }
}
