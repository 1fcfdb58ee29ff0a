/// Any JSON document, kept as it is: a RawExtension, the FieldsV1 of a managed-fields entry.
///
/// In protobuf it is a message whose field 1 holds the document's text.
public struct RawJSON: FieldValue, Hashable {
    public var json: JSON

    public init() { json = .null }
    public init(json: JSON) { self.json = json }

    public static var shape: Shape { .any }
    public var isZero: Bool { json.isNull }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var message = try reader.message(wire)
        while let (number, wire) = try message.nextField() {
            guard number == 1 else {
                try message.skip(wire)
                continue
            }
            let text = try message.lengthDelimited()
            do { json = try JSON(parsing: text) } catch { throw ProtobufError("raw document: \(error)") }
        }
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        writer.message(number) { $0.bytes(1, json.bytes) }
    }
}
