public import Schema

/// A kind's protobuf message, with its name around it: the media type `application/vnd.kubernetes.protobuf`.
///
/// ```
/// "k8s\0"  Unknown{ 1: TypeMeta{ 1: apiVersion, 2: kind }, 2: the message, 3: contentEncoding, 4: contentType }
/// ```
/// kubectl from 1.32 on writes requests so. Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf.
public struct ProtobufEnvelope: Sendable {
    public static let mediaType = "application/vnd.kubernetes.protobuf"
    private static let magic: [UInt8] = [0x6b, 0x38, 0x73, 0x00]

    public var apiVersion: String
    public var kind: String
    public var message: [UInt8]

    public init(apiVersion: String, kind: String, message: [UInt8]) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.message = message
    }

    public init(decoding bytes: [UInt8]) throws(ProtobufError) {
        guard bytes.starts(with: Self.magic) else {
            throw ProtobufError("provided data does not appear to be a protobuf message, expected prefix k8s\\0")
        }
        let unknown = try Unknown(protobuf: bytes.dropFirst(Self.magic.count))
        self.init(apiVersion: unknown.type.apiVersion, kind: unknown.type.kind, message: unknown.raw.bytes)
    }

    public var bytes: [UInt8] {
        var unknown = Unknown()
        unknown.type.apiVersion = apiVersion
        unknown.type.kind = kind
        unknown.raw = Bytes(message)
        return Self.magic + unknown.protobuf
    }
}

private struct Unknown: Declared {
    var type = TypeMeta()
    var raw = Bytes()

    static let schema = Schema<Self>("An object in a form of its own.") {
        Field(1, "typeMeta", \.type)
        Field(2, "raw", \.raw)
    }
}

private struct TypeMeta: Declared {
    var apiVersion = ""
    var kind = ""

    static let schema = Schema<Self>("The kind of an object.") {
        Field(1, "apiVersion", \.apiVersion)
        Field(2, "kind", \.kind, "The kind.")
    }
}

// MARK: - Documents

extension ProtobufEnvelope {
    /// The document inside, `apiVersion` and `kind` included.
    ///
    /// DeleteOptions come under the version of whatever is to be deleted.
    public func document() throws(ProtobufError) -> JSON {
        if kind == "DeleteOptions" {
            var document: JSON = ["apiVersion": .string(apiVersion), "kind": "DeleteOptions"]
            for member in try DeleteOptions(protobuf: message).json.object?.members ?? [] {
                document[member.name] = member.value
            }
            return document
        }
        guard let type = Resources.find(apiVersion: apiVersion, kind: kind) else {
            throw ProtobufError("no kind \"\(kind)\" is registered for version \"\(apiVersion)\"")
        }
        return try type.decodeProtobuf(message)
    }

    /// An object, a list of objects or a Status as protobuf; nil for a kind that has none, such as a Table.
    public init?(document: JSON) throws(DecodeError) {
        guard let apiVersion = document["apiVersion"]?.string, let kind = document["kind"]?.string else { return nil }
        if kind == "Status" {
            self.init(apiVersion: apiVersion, kind: kind, message: try Status(json: document).protobuf)
        } else if let type = Resources.find(apiVersion: apiVersion, kind: kind) {
            self.init(apiVersion: apiVersion, kind: kind, message: try type.encodeProtobuf(document))
        } else if kind.hasSuffix("List"),
            let type = Resources.find(apiVersion: apiVersion, kind: String(kind.dropLast(4)))
        {
            self.init(apiVersion: apiVersion, kind: kind, message: try Self.list(document, of: type))
        } else {
            return nil
        }
    }

    /// Every list is alike: 1 the metadata, 2 the items.
    private static func list(_ document: JSON, of type: ResourceType) throws(DecodeError) -> [UInt8] {
        var writer = ProtobufWriter()
        let metadata = try ListMeta(json: document["metadata"] ?? [:])
        metadata.writeProtobuf(number: 1, into: &writer)
        for item in document["items"]?.array ?? [] {
            writer.bytes(2, try type.encodeProtobuf(item))
        }
        return writer.bytes
    }
}
