public import Schema

public struct LimitRange: Declared {
    public var metadata = ObjectMeta()
    public var spec = LimitRangeSpec()

    public init() {}

    public static let schema = Schema<Self>("Bounds and defaults for the resources of pods in a namespace.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "The bounds.")
    }
}

extension LimitRange: Resource {
    public static let kind = Kind(name: "LimitRange", plural: "limitranges", shortNames: ["limits"])
}

public struct LimitRangeSpec: Declared {
    public var limits: [LimitRangeItem] = []

    public init() {}

    public static let schema = Schema<Self>("Bounds for resources.") {
        Field(1, "limits", \.limits, required: true, always: true, "The bounds.")
    }
}

public struct LimitRangeItem: Declared {
    public var type = ""
    public var max: [String: Quantity] = [:]
    public var min: [String: Quantity] = [:]
    public var `default`: [String: Quantity] = [:]
    public var defaultRequest: [String: Quantity] = [:]
    public var maxLimitRequestRatio: [String: Quantity] = [:]

    public init() {}

    public static let schema = Schema<Self>("Bounds for one kind of thing.") {
        Field(1, "type", \.type, required: true, "Pod, Container or PersistentVolumeClaim.")
        Field(2, "max", \.max, "At most.")
        Field(3, "min", \.min, "At least.")
        Field(4, "default", \.default, "The limit of what names none.")
        Field(5, "defaultRequest", \.defaultRequest, "The request of what names none.")
        Field(6, "maxLimitRequestRatio", \.maxLimitRequestRatio, "At most limit divided by request.")
    }
}
