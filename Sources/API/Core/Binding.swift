public import Schema

public struct Binding: Declared {
    public var metadata = ObjectMeta()
    public var target = ObjectReference()

    public init() {}

    public static let schema = Schema<Self>("Binds a pod to a node. What a scheduler sends.") {
        Field(1, "metadata", \.metadata, "Name and uid of the pod.")
        Field(2, "target", \.target, required: true, merge: .atomic, "The node.")
    }
}

extension Binding: Resource {
    public static let kind = Kind(name: "Binding", plural: "bindings", verbs: ["create"])
}
