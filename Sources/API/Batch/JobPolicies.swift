public import Schema

public struct PodFailurePolicy: Declared {
    public var rules: [PodFailurePolicyRule] = []

    public init() {}

    public static let schema = Schema<Self>("What to do about which failure.") {
        Field(1, "rules", \.rules, always: true, "The first that matches counts.")
    }
}

public struct PodFailurePolicyRule: Declared {
    public var action = ""
    public var onExitCodes: PodFailurePolicyOnExitCodesRequirement?
    public var onPodConditions: [PodFailurePolicyOnPodConditionsPattern] = []

    public init() {}

    public static let schema = Schema<Self>("What to do about a failure.") {
        Field(1, "action", \.action, "What to do: FailJob, FailIndex, Ignore or Count.")
        Field(2, "onExitCodes", \.onExitCodes, "Exit codes to match.")
        Field(3, "onPodConditions", \.onPodConditions, "Conditions of the pod to match.")
    }
}

public struct PodFailurePolicyOnExitCodesRequirement: Declared {
    public var containerName: String?
    public var `operator` = ""
    public var values: [Int] = []

    public init() {}

    public static let schema = Schema<Self>("A failure by its exit code.") {
        Field(1, "containerName", \.containerName, "The container; any by default.")
        Field(2, "operator", \.operator, "In or NotIn.")
        Field(3, "values", \.values, always: true, "The values.")
    }
}

public struct PodFailurePolicyOnPodConditionsPattern: Declared {
    public var type = PodConditionType()
    public var status = ConditionStatus()

    public init() {}

    public static let schema = Schema<Self>("A failure by a condition of the pod.") {
        Field(1, "type", \.type, "The aspect, in CamelCase.")
        Field(2, "status", \.status, "True, False or Unknown.")
    }
}

public struct SuccessPolicy: Declared {
    public var rules: [SuccessPolicyRule] = []

    public init() {}

    public static let schema = Schema<Self>("When a job counts as done.") {
        Field(1, "rules", \.rules, always: true, "One of them must hold.")
    }
}

public struct SuccessPolicyRule: Declared {
    public var succeededIndexes: String?
    public var succeededCount: Int?

    public init() {}

    public static let schema = Schema<Self>("Indexes that must have succeeded.") {
        Field(1, "succeededIndexes", \.succeededIndexes, "These, such as 1,3-5.")
        Field(2, "succeededCount", \.succeededCount, "So many of them.")
    }
}
