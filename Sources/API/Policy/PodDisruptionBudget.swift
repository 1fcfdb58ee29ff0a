public import Schema

public struct PodDisruptionBudget: Declared {
    public var metadata = ObjectMeta()
    public var spec = PodDisruptionBudgetSpec()
    public var status = PodDisruptionBudgetStatus()

    public init() {}

    public static let schema = Schema<Self>("How many pods may be evicted at a time.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How many.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension PodDisruptionBudget: Resource {
    public static let kind = Kind(
        group: "policy", name: "PodDisruptionBudget", plural: "poddisruptionbudgets", shortNames: ["pdb"],
        subresources: [.status])
}

public struct PodDisruptionBudgetSpec: Declared {
    public var minAvailable: IntOrString?
    public var selector: LabelSelector?
    public var maxUnavailable: IntOrString?
    public var unhealthyPodEvictionPolicy: String?

    public init() {}

    public static let schema = Schema<Self>("How many pods may be evicted at a time.") {
        Field(1, "minAvailable", \.minAvailable, "So many must stay.")
        Field(2, "selector", \.selector, merge: .atomic, "Labels of the pods.")
        Field(3, "maxUnavailable", \.maxUnavailable, "So many may be missing.")
        Field(
            4, "unhealthyPodEvictionPolicy", \.unhealthyPodEvictionPolicy,
            "Whether pods that aren't ready may be evicted.")
    }
}

public struct PodDisruptionBudgetStatus: Declared {
    public var observedGeneration = 0
    public var disruptedPods: [String: Time] = [:]
    public var disruptionsAllowed = 0
    public var currentHealthy = 0
    public var desiredHealthy = 0
    public var expectedPods = 0
    public var conditions: [Condition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a budget.") {
        Field(1, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(2, "disruptedPods", \.disruptedPods, "Pods that were evicted and aren't gone yet.")
        Field(3, "disruptionsAllowed", \.disruptionsAllowed, always: true, "So many may be evicted now.")
        Field(4, "currentHealthy", \.currentHealthy, always: true, "Pods that are ready.")
        Field(5, "desiredHealthy", \.desiredHealthy, always: true, "So many must be ready.")
        Field(6, "expectedPods", \.expectedPods, always: true, "Pods that are counted.")
        Field(7, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
    }
}
