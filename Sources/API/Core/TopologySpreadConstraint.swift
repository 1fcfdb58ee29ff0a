public import Schema

public struct TopologySpreadConstraint: Declared {
    public var maxSkew = 0
    public var topologyKey = ""
    public var whenUnsatisfiable = ""
    public var labelSelector: LabelSelector?
    public var minDomains: Int?
    public var nodeAffinityPolicy: String?
    public var nodeTaintsPolicy: String?
    public var matchLabelKeys: [String] = []

    public init() {}

    public static let schema = Schema<Self>("How evenly to spread pods over the values of a node label.") {
        Field(1, "maxSkew", \.maxSkew, required: true, always: true, "By how many pods two values may differ.")
        Field(2, "topologyKey", \.topologyKey, required: true, "The node label.")
        Field(3, "whenUnsatisfiable", \.whenUnsatisfiable, required: true, "DoNotSchedule or ScheduleAnyway.")
        Field(4, "labelSelector", \.labelSelector, merge: .atomic, "The pods to count.")
        Field(5, "minDomains", \.minDomains, "At least so many values must exist.")
        Field(
            6, "nodeAffinityPolicy", \.nodeAffinityPolicy,
            "Whether nodes are counted that the pod can't go to for its affinity.")
        Field(
            7, "nodeTaintsPolicy", \.nodeTaintsPolicy,
            "Whether nodes are counted that the pod can't go to for their taints.")
        Field(8, "matchLabelKeys", \.matchLabelKeys, "Labels in which the counted pods must equal this one.")
    }
}
