/// A type whose members are declared once, and with them JSON, protobuf, shape, defaults, merging and description.
///
/// ```swift
/// public struct Container: Declared {
///     public var name = ""
///     public var image: String? = nil
///     public init() {}
///     public static let schema = Schema<Self>("A single container that runs within a pod.") {
///         Field(1, "name", \.name, required: true, "A DNS label, unique in the pod.")
///         Field(2, "image", \.image, "Container image name.")
///     }
/// }
/// ```
/// The first number is the member's in protobuf (`generated.proto` of k8s.io/api).
public protocol Declared: FieldValue, Hashable {
    static var schema: Schema<Self> { get }
}

/// The declaration of a type: its members in the order in which they are written.
public struct Schema<Root>: Sendable {
    public let description: String
    /// The members as JSON sees them: those of an ``Field/inline(_:_:)`` stand here one by one.
    let json: [JSONField<Root>]
    /// The members as protobuf sees them.
    let protobuf: [ProtobufField<Root>]
    public let shape: ObjectShape
    private let byName: [String: Int]
    private let byNumber: [Int: Int]

    /// - Parameter name: how OpenAPI calls the schema; by default `io.k8s.api.` and the type's name.
    public init(_ description: String, name: String? = nil, @SchemaBuilder<Root> _ fields: () -> [Field<Root>]) {
        let fields = fields()
        self.description = description
        json = fields.flatMap(\.json)
        protobuf = fields.compactMap(\.protobuf)
        shape = ObjectShape(
            name: name ?? "io.k8s.api.\(Root.self)", description: description, members: json.map(\.member))
        byName = Dictionary(uniqueKeysWithValues: json.enumerated().map { ($1.member.name, $0) })
        byNumber = Dictionary(uniqueKeysWithValues: protobuf.enumerated().map { ($1.number, $0) })
    }

    func field(named name: String) -> JSONField<Root>? { byName[name].map { json[$0] } }
    func field(numbered number: Int) -> ProtobufField<Root>? { byNumber[number].map { protobuf[$0] } }
}

@resultBuilder
public enum SchemaBuilder<Root> {
    public static func buildExpression(_ field: Field<Root>) -> [Field<Root>] { [field] }
    public static func buildBlock(_ fields: [Field<Root>]...) -> [Field<Root>] { fields.flatMap(\.self) }
}

/// One member of a declaration.
public struct Field<Root>: Sendable {
    let json: [JSONField<Root>]
    let protobuf: ProtobufField<Root>?

    /// - Parameters:
    ///   - number: in protobuf; nil for what JSON alone has.
    ///   - name: in JSON.
    ///   - required: validation refuses a document without it.
    ///   - always: written even when it is empty, false or zero (what Go declares without `omitempty`).
    ///   - default: filled in by the API server.
    public init<Value: FieldValue>(
        _ number: Int?, _ name: String, _ path: any WritableKeyPath<Root, Value> & Sendable, required: Bool = false,
        always: Bool = false, default defaultValue: JSON? = nil, merge: MergeStrategy = .natural,
        _ description: String = ""
    ) {
        let member = ObjectShape.Member(
            name: name, description: description, isRequired: required, defaultValue: defaultValue, merge: merge,
            shape: { Value.shape })
        json = [
            JSONField(
                member: member,
                read: { root, value throws(DecodeError) in root[keyPath: path] = try Value(json: value) },
                write: { root in
                    let value = root[keyPath: path]
                    return value.isZero && !always ? nil : value.json
                })
        ]
        protobuf = number.map { ProtobufField(number: $0, path: path) }
    }

    private init(json: [JSONField<Root>], protobuf: ProtobufField<Root>?) {
        self.json = json
        self.protobuf = protobuf
    }

    /// A part whose members stand directly among the owner's in JSON, and in a message of its own in protobuf: Go's
    /// embedded structs (`Volume` and its `VolumeSource`).
    public static func inline<Part: Declared>(
        _ number: Int?, _ path: any WritableKeyPath<Root, Part> & Sendable
    ) -> Field {
        let json = Part.schema.json.map { field in
            JSONField<Root>(
                member: field.member,
                read: { root, value throws(DecodeError) in try field.read(&root[keyPath: path], value) },
                write: { root in field.write(root[keyPath: path]) })
        }
        return Field(json: json, protobuf: number.map { ProtobufField(number: $0, path: path) })
    }
}

struct JSONField<Root>: Sendable {
    let member: ObjectShape.Member
    let read: @Sendable (inout Root, JSON) throws(DecodeError) -> Void
    /// Nil when the member is left out.
    let write: @Sendable (Root) -> JSON?
}

struct ProtobufField<Root>: Sendable {
    let number: Int
    let read: @Sendable (inout Root, inout ProtobufReader, WireType) throws(ProtobufError) -> Void
    let write: @Sendable (Root, inout ProtobufWriter) -> Void

    init<Value: FieldValue>(number: Int, path: any WritableKeyPath<Root, Value> & Sendable) {
        self.number = number
        read = { root, reader, wire throws(ProtobufError) in
            try root[keyPath: path].readProtobuf(from: &reader, wire: wire)
        }
        write = { root, writer in
            let value = root[keyPath: path]
            if !value.isZero { value.writeProtobuf(number: number, into: &writer) }
        }
    }
}

// MARK: - What follows from a declaration

extension Declared {
    public static var shape: Shape { .object(schema.shape) }

    /// Members that the type doesn't declare are passed over; `null` counts as absent.
    public init(json: JSON) throws(DecodeError) {
        guard case .object(let object) = json else { throw .expected("object", got: json) }
        self.init()
        for member in object.members where member.value != .null {
            guard let field = Self.schema.field(named: member.name) else { continue }
            do { try field.read(&self, member.value) } catch { throw error.under(member.name) }
        }
    }

    public var json: JSON {
        .object(
            JSONObject(
                Self.schema.json.compactMap { field in
                    field.write(self).map { JSONObject.Member(field.member.name, $0) }
                }))
    }

    public var isZero: Bool { self == Self() }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        writer.message(number) { writer in writeMembers(into: &writer) }
    }

    func writeMembers(into writer: inout ProtobufWriter) {
        for field in Self.schema.protobuf { field.write(self, &writer) }
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var inner = try reader.message(wire)
        try readMembers(from: &inner)
    }

    mutating func readMembers(from reader: inout ProtobufReader) throws(ProtobufError) {
        while let (number, wire) = try reader.nextField() {
            if let field = Self.schema.field(numbered: number) {
                try field.read(&self, &reader, wire)
            } else {
                try reader.skip(wire)
            }
        }
    }

    /// The message in the protobuf wire format.
    public var protobuf: [UInt8] {
        var writer = ProtobufWriter()
        writeMembers(into: &writer)
        return writer.bytes
    }

    public init(protobuf bytes: some Sequence<UInt8>) throws(ProtobufError) {
        self.init()
        var reader = ProtobufReader(Array(bytes))
        try readMembers(from: &reader)
    }
}
