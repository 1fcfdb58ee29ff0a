public import Schema

public struct Taint: Declared {
    public var key = ""
    public var value = ""
    public var effect = TaintEffect()
    public var timeAdded: Time?

    public init() {}

    public static let schema = Schema<Self>("Keeps pods off a node that don't tolerate it.") {
        Field(1, "key", \.key, required: true, "Key of the taint.")
        Field(2, "value", \.value, "Its value.")
        Field(3, "effect", \.effect, required: true, "NoSchedule, PreferNoSchedule or NoExecute.")
        Field(4, "timeAdded", \.timeAdded, "When it was added.")
    }
}

public struct Toleration: Declared {
    public var key = ""
    public var `operator` = TolerationOperator()
    public var value = ""
    public var effect = TaintEffect()
    public var tolerationSeconds: Int?

    public init() {}

    public static let schema = Schema<Self>("A pod with it may run on nodes with a matching taint.") {
        Field(1, "key", \.key, "Key of the taint; empty, with Exists, for all.")
        Field(2, "operator", \.operator, "Exists, or Equal, which is the default.")
        Field(3, "value", \.value, "Value of the taint, for Equal.")
        Field(4, "effect", \.effect, "Effect of the taint; empty for all.")
        Field(5, "tolerationSeconds", \.tolerationSeconds, "For NoExecute: how long the pod stays.")
    }
}

/// What a taint does to pods that don't tolerate it.
public struct TaintEffect: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let noSchedule: TaintEffect = "NoSchedule"
    public static let preferNoSchedule: TaintEffect = "PreferNoSchedule"
    public static let noExecute: TaintEffect = "NoExecute"
}

/// How a toleration relates to a taint's value.
public struct TolerationOperator: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let exists: TolerationOperator = "Exists"
    public static let equal: TolerationOperator = "Equal"
}
