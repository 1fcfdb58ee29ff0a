public import Schema

public struct LabelSelector: Declared {
    public var matchLabels: [String: String] = [:]
    public var matchExpressions: [LabelSelectorRequirement] = []

    public init() {}

    public static let schema = Schema<Self>(
        "A query over labels: all requirements must hold. An empty one matches everything, an absent one nothing."
    ) {
        Field(1, "matchLabels", \.matchLabels, "Labels with exactly these values.")
        Field(2, "matchExpressions", \.matchExpressions, "Requirements on single labels.")
    }
}

public struct LabelSelectorRequirement: Declared {
    public var key = ""
    public var `operator` = LabelSelectorOperator()
    public var values: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A requirement on one label.") {
        Field(1, "key", \.key, required: true, "The label's key.")
        Field(2, "operator", \.operator, required: true, "In, NotIn, Exists or DoesNotExist.")
        Field(3, "values", \.values, "For In and NotIn.")
    }
}

/// How a label relates to the values of a requirement.
public struct LabelSelectorOperator: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let `in`: LabelSelectorOperator = "In"
    public static let notIn: LabelSelectorOperator = "NotIn"
    public static let exists: LabelSelectorOperator = "Exists"
    public static let doesNotExist: LabelSelectorOperator = "DoesNotExist"
}
