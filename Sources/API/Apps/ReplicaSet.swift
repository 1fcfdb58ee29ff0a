public import Schema

public struct ReplicaSet: Declared {
    public var metadata = ObjectMeta()
    public var spec = ReplicaSetSpec()
    public var status = ReplicaSetStatus()

    public init() {}

    public static let schema = Schema<Self>("Keeps a number of equal pods running.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How many pods, and what they look like.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension ReplicaSet: Resource {
    public static let kind = Kind(
        group: "apps", name: "ReplicaSet", plural: "replicasets", shortNames: ["rs"], categories: ["all"],
        subresources: [.status, .scale])
}

public struct ReplicaSetSpec: Declared {
    public var replicas: Int?
    public var minReadySeconds = 0
    public var selector: LabelSelector?
    public var template = PodTemplateSpec()

    public init() {}

    public static let schema = Schema<Self>("How many pods, and what they look like.") {
        Field(1, "replicas", \.replicas, default: 1, "How many.")
        Field(4, "minReadySeconds", \.minReadySeconds, "How long a pod must be ready to count as available.")
        Field(2, "selector", \.selector, required: true, merge: .atomic, "Labels of the pods. It can't be changed.")
        Field(3, "template", \.template, "What new pods look like.")
    }
}

public struct ReplicaSetStatus: Declared {
    public var replicas = 0
    public var fullyLabeledReplicas = 0
    public var readyReplicas = 0
    public var availableReplicas = 0
    public var observedGeneration = 0
    public var conditions: [ReplicaSetCondition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a ReplicaSet.") {
        Field(1, "replicas", \.replicas, always: true, "Pods that are there.")
        Field(2, "fullyLabeledReplicas", \.fullyLabeledReplicas, "Pods with all labels of the template.")
        Field(4, "readyReplicas", \.readyReplicas, "Pods that are ready.")
        Field(5, "availableReplicas", \.availableReplicas, "Pods that have been ready for minReadySeconds.")
        Field(3, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(6, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
    }
}

public struct ReplicaSetCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a ReplicaSet's state.") {
        Field(1, "type", \.type, required: true, "ReplicaFailure.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(3, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(4, "reason", \.reason, "One word in CamelCase.")
        Field(5, "message", \.message, "For people.")
    }
}
