public import Schema

public struct ConfigMap: Declared {
    public var metadata = ObjectMeta()
    public var immutable: Bool?
    public var data: [String: String] = [:]
    public var binaryData: [String: Bytes] = [:]

    public init() {}

    public static let schema = Schema<Self>("Settings for pods: texts by name.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(4, "immutable", \.immutable, "It can't be changed any more.")
        Field(2, "data", \.data, "The texts.")
        Field(3, "binaryData", \.binaryData, "Entries that aren't text.")
    }
}

extension ConfigMap: Resource {
    public static let kind = Kind(name: "ConfigMap", plural: "configmaps", shortNames: ["cm"])
}
