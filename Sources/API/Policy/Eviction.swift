public import Schema

public struct Eviction: Declared {
    public var metadata = ObjectMeta()
    public var deleteOptions: DeleteOptions?

    public init() {}

    public static let schema = Schema<Self>("Asks for the end of a pod; refused where too few would be left.") {
        Field(1, "metadata", \.metadata, "Name of the pod.")
        Field(2, "deleteOptions", \.deleteOptions, "How to delete it.")
    }
}

extension Eviction: Resource {
    public static let kind = Kind(group: "policy", name: "Eviction", plural: "evictions", verbs: [])
}
