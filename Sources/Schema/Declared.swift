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
    public let shape: ObjectShape
    let members: DeclaredMembers

    /// - Parameter name: how OpenAPI calls the schema; by default `io.k8s.api.` and the type's name.
    public init(_ description: String, name: String? = nil, @SchemaBuilder<Root> _ fields: () -> [Field<Root>]) {
        let fields = fields()
        self.description = description
        members = DeclaredMembers(json: fields.flatMap(\.json), protobuf: fields.compactMap(\.protobuf))
        shape = ObjectShape(
            name: name ?? "io.k8s.api.\(Root.self)", description: description, members: members.json.map(\.member))
    }
}

@resultBuilder
public enum SchemaBuilder<Root> {
    public static func buildExpression(_ field: Field<Root>) -> [Field<Root>] { [field] }
    public static func buildBlock(_ fields: [Field<Root>]...) -> [Field<Root>] { fields.flatMap(\.self) }
}

/// One member of a declaration.
public struct Field<Root>: Sendable {
    let json: [JSONMember]
    let protobuf: ProtobufMember?

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
        let place = MemberPlace(path)
        json = [JSONMember(member, at: place, always: always)]
        protobuf = number.map { ProtobufMember(number: $0, at: place) }
    }

    private init(json: [JSONMember], protobuf: ProtobufMember?) {
        self.json = json
        self.protobuf = protobuf
    }

    /// A part whose members stand directly among the owner's in JSON, and in a message of its own in protobuf: Go's
    /// embedded structs (`Volume` and its `VolumeSource`).
    public static func inline<Part: Declared>(
        _ number: Int?, _ path: any WritableKeyPath<Root, Part> & Sendable
    ) -> Field {
        let place = MemberPlace(path)
        return Field(
            json: Part.schema.members.json.map { $0.inside(place) },
            protobuf: number.map { ProtobufMember(number: $0, at: place) })
    }
}

// MARK: - What follows from a declaration

extension Declared {
    public static var shape: Shape { .object(schema.shape) }

    /// Members that the type doesn't declare are passed over; `null` counts as absent.
    public init(json: JSON) throws(DecodeError) {
        guard case .object(let object) = json else { throw .expected("object", got: json) }
        self.init()
        let members = Self.schema.members
        try withUnsafeMutablePointer(to: &self) { start throws(DecodeError) in
            try members.read(object, into: UnsafeMutableRawPointer(start))
        }
    }

    public var json: JSON {
        let members = Self.schema.members
        return withUnsafePointer(to: self) { .object(members.object(of: UnsafeRawPointer($0))) }
    }

    public var isZero: Bool { self == Self() }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        writer.message(number) { writer in writeMembers(into: &writer) }
    }

    func writeMembers(into writer: inout ProtobufWriter) {
        let members = Self.schema.members
        withUnsafePointer(to: self) { members.write(UnsafeRawPointer($0), into: &writer) }
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var inner = try reader.message(wire)
        try readMembers(from: &inner)
    }

    mutating func readMembers(from reader: inout ProtobufReader) throws(ProtobufError) {
        let members = Self.schema.members
        try withUnsafeMutablePointer(to: &self) { start throws(ProtobufError) in
            try members.read(from: &reader, into: UnsafeMutableRawPointer(start))
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
