public import Schema

public struct ReplicationController: Declared {
    public var metadata = ObjectMeta()
    public var spec = ReplicationControllerSpec()
    public var status = ReplicationControllerStatus()

    public init() {}

    public static let schema = Schema<Self>("Keeps a number of pods running. ReplicaSets replace it.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How many pods, and what they look like.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension ReplicationController: Resource {
    public static let kind = Kind(
        name: "ReplicationController", plural: "replicationcontrollers", shortNames: ["rc"], categories: ["all"],
        subresources: [.status, .scale])
}

public struct ReplicationControllerSpec: Declared {
    public var replicas: Int?
    public var minReadySeconds = 0
    public var selector: [String: String] = [:]
    public var template: PodTemplateSpec?

    public init() {}

    public static let schema = Schema<Self>("How many pods, and what they look like.") {
        Field(1, "replicas", \.replicas, default: 1, "How many.")
        Field(4, "minReadySeconds", \.minReadySeconds, "How long a pod must be ready to count as available.")
        Field(2, "selector", \.selector, merge: .atomic, "Labels of the pods; the template's by default.")
        Field(3, "template", \.template, "What new pods look like.")
    }
}

public struct ReplicationControllerStatus: Declared {
    public var replicas = 0
    public var fullyLabeledReplicas = 0
    public var readyReplicas = 0
    public var availableReplicas = 0
    public var observedGeneration = 0
    public var conditions: [ReplicationControllerCondition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a ReplicationController.") {
        Field(1, "replicas", \.replicas, always: true, "Pods that are there.")
        Field(2, "fullyLabeledReplicas", \.fullyLabeledReplicas, "Pods with all labels of the template.")
        Field(4, "readyReplicas", \.readyReplicas, "Pods that are ready.")
        Field(5, "availableReplicas", \.availableReplicas, "Pods that have been ready for minReadySeconds.")
        Field(3, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(6, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
    }
}

public struct ReplicationControllerCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a ReplicationController's state.") {
        Field(1, "type", \.type, required: true, "ReplicaFailure.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(3, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(4, "reason", \.reason, "One word in CamelCase.")
        Field(5, "message", \.message, "For people.")
    }
}
