public import Schema

public struct Scale: Declared {
    public var metadata = ObjectMeta()
    public var spec = ScaleSpec()
    public var status = ScaleStatus()

    public init() {}

    public static let schema = Schema<Self>(
        "How many replicas something has: the same for every kind that can be scaled."
    ) {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How many there should be.")
        Field(3, "status", \.status, "How many there are.")
    }
}

extension Scale: Resource {
    public static let kind = Kind(group: "autoscaling", name: "Scale", plural: "scales", verbs: [])
}

public struct ScaleSpec: Declared {
    public var replicas = 0

    public init() {}

    public static let schema = Schema<Self>("How many replicas there should be.") {
        Field(1, "replicas", \.replicas, "The number.")
    }
}

public struct ScaleStatus: Declared {
    public var replicas = 0
    public var selector = ""

    public init() {}

    public static let schema = Schema<Self>("How many replicas there are.") {
        Field(1, "replicas", \.replicas, always: true, "The number.")
        Field(2, "selector", \.selector, "Labels of the pods, as text.")
    }
}
