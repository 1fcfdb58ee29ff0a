public import Schema

public struct DaemonSet: Declared {
    public var metadata = ObjectMeta()
    public var spec = DaemonSetSpec()
    public var status = DaemonSetStatus()

    public init() {}

    public static let schema = Schema<Self>("One pod on every node, or on some.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "What the pods look like.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension DaemonSet: Resource {
    public static let kind = Kind(
        group: "apps", name: "DaemonSet", plural: "daemonsets", shortNames: ["ds"], categories: ["all"],
        subresources: [.status])
}

public struct DaemonSetSpec: Declared {
    public var selector: LabelSelector?
    public var template = PodTemplateSpec()
    public var updateStrategy = DaemonSetUpdateStrategy()
    public var minReadySeconds = 0
    public var revisionHistoryLimit: Int?

    public init() {}

    public static let schema = Schema<Self>("What the pods on the nodes look like.") {
        Field(1, "selector", \.selector, required: true, merge: .atomic, "Labels of the pods. It can't be changed.")
        Field(2, "template", \.template, required: true, "What the pods look like.")
        Field(
            3, "updateStrategy", \.updateStrategy,
            default: ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": 1, "maxSurge": 0]],
            "How new pods replace old ones.")
        Field(4, "minReadySeconds", \.minReadySeconds, "How long a pod must be ready to count as available.")
        Field(6, "revisionHistoryLimit", \.revisionHistoryLimit, default: 10, "How many old revisions to keep.")
    }
}

public struct DaemonSetUpdateStrategy: Declared {
    public var type = ""
    public var rollingUpdate: RollingUpdateDaemonSet?

    public init() {}

    public static let schema = Schema<Self>("How new pods replace old ones.") {
        Field(1, "type", \.type, default: "RollingUpdate", "RollingUpdate or OnDelete.")
        Field(2, "rollingUpdate", \.rollingUpdate, "Settings of a rolling update.")
    }
}

public struct RollingUpdateDaemonSet: Declared {
    public var maxUnavailable: IntOrString?
    public var maxSurge: IntOrString?

    public init() {}

    public static let schema = Schema<Self>("Settings of a rolling update.") {
        Field(1, "maxUnavailable", \.maxUnavailable, "How many nodes may be without a pod meanwhile.")
        Field(2, "maxSurge", \.maxSurge, "How many nodes may have an old and a new pod.")
    }
}

public struct DaemonSetStatus: Declared {
    public var currentNumberScheduled = 0
    public var numberMisscheduled = 0
    public var desiredNumberScheduled = 0
    public var numberReady = 0
    public var observedGeneration = 0
    public var updatedNumberScheduled = 0
    public var numberAvailable = 0
    public var numberUnavailable = 0
    public var collisionCount: Int?
    public var conditions: [DaemonSetCondition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a DaemonSet.") {
        Field(
            1, "currentNumberScheduled", \.currentNumberScheduled, always: true,
            "Nodes with a pod that should have one.")
        Field(2, "numberMisscheduled", \.numberMisscheduled, always: true, "Nodes with a pod that should have none.")
        Field(3, "desiredNumberScheduled", \.desiredNumberScheduled, always: true, "Nodes that should have a pod.")
        Field(4, "numberReady", \.numberReady, always: true, "Nodes with a pod that is ready.")
        Field(5, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(6, "updatedNumberScheduled", \.updatedNumberScheduled, "Nodes with a pod of the newest template.")
        Field(7, "numberAvailable", \.numberAvailable, "Nodes with a pod that is available.")
        Field(8, "numberUnavailable", \.numberUnavailable, "Nodes without one.")
        Field(9, "collisionCount", \.collisionCount, "Makes hashes differ that collided.")
        Field(10, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
    }
}

public struct DaemonSetCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a DaemonSet's state.") {
        Field(1, "type", \.type, "The aspect, in CamelCase.")
        Field(2, "status", \.status, "True, False or Unknown.")
        Field(3, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(4, "reason", \.reason, "One word in CamelCase.")
        Field(5, "message", \.message, "For people.")
    }
}
