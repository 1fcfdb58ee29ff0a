public import Schema

public struct Condition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var observedGeneration = 0
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of an object's state, as newer kinds report it.") {
        Field(1, "type", \.type, required: true, "The aspect, in CamelCase.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(3, "observedGeneration", \.observedGeneration, "The generation of the object that was looked at.")
        Field(4, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(5, "reason", \.reason, required: true, "One word in CamelCase.")
        Field(6, "message", \.message, "For people.")
    }
}

/// Whether a condition holds.
public struct ConditionStatus: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let `true`: ConditionStatus = "True"
    public static let `false`: ConditionStatus = "False"
    public static let unknown: ConditionStatus = "Unknown"
}
