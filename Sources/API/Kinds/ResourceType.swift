public import Schema

/// A kind without its Swift type: what the API server and kubectl go through when they only have a name.
public struct ResourceType: Sendable {
    /// The Swift type, for what is generic over kinds.
    public let type: any Resource.Type
    public let kind: Kind
    /// The shape of a document, `apiVersion` and `kind` included.
    public let shape: ObjectShape
    public let columns: [ColumnDefinition]
    /// The cells of an object's row, in the columns' order.
    public let cells: @Sendable (_ document: JSON, _ now: Time) throws(DecodeError) -> [JSON]
    /// A document from the kind's own protobuf message.
    public let decodeProtobuf: @Sendable (_ message: [UInt8]) throws(ProtobufError) -> JSON
    /// The kind's protobuf message from a document.
    public let encodeProtobuf: @Sendable (_ document: JSON) throws(DecodeError) -> [UInt8]

    public init<Object: Resource>(_ type: Object.Type) {
        self.type = type
        kind = Object.kind
        shape = ObjectShape(
            name: Object.schema.shape.name, description: Object.schema.description,
            members: Self.typeMembers + Object.schema.shape.members)
        let columns = Object.columns
        self.columns = columns.map(\.definition)
        cells = { document, now throws(DecodeError) in
            let object = try Object(json: document)
            return columns.map { $0.cell(object, now) }
        }
        decodeProtobuf = { message throws(ProtobufError) in try Object(protobuf: message).document }
        encodeProtobuf = { document throws(DecodeError) in try Object(document: document).protobuf }
    }

    private static let typeMembers = [
        ObjectShape.Member(name: "apiVersion", description: "Group and version of the kind.") { .string },
        ObjectShape.Member(name: "kind", description: "The kind of the object.") { .string },
    ]
}
