public import Schema

public struct Secret: Declared {
    public var metadata = ObjectMeta()
    public var immutable: Bool?
    public var data: [String: Bytes] = [:]
    public var stringData: [String: String] = [:]
    public var type = ""

    public init() {}

    public static let schema = Schema<Self>("Secrets for pods: bytes by name.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(5, "immutable", \.immutable, "It can't be changed any more.")
        Field(2, "data", \.data, "The entries, in base64.")
        Field(4, "stringData", \.stringData, "Entries as plain text, for writing only; they become data.")
        Field(3, "type", \.type, default: "Opaque", "What kind of secret it is.")
    }
}

extension Secret: Resource {
    public static let kind = Kind(name: "Secret", plural: "secrets")
}
