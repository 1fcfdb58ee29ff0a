public import Schema

public struct Deployment: Declared {
    public var metadata = ObjectMeta()
    public var spec = DeploymentSpec()
    public var status = DeploymentStatus()

    public init() {}

    public static let schema = Schema<Self>("Pods of which new versions replace the old ones step by step.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How many pods, what they look like, how to change them.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension Deployment: Resource {
    public static let kind = Kind(
        group: "apps", name: "Deployment", plural: "deployments", shortNames: ["deploy"], categories: ["all"],
        subresources: [.status, .scale])
}

public struct DeploymentSpec: Declared {
    public var replicas: Int?
    public var selector: LabelSelector?
    public var template = PodTemplateSpec()
    public var strategy = DeploymentStrategy()
    public var minReadySeconds = 0
    public var revisionHistoryLimit: Int?
    public var paused = false
    public var progressDeadlineSeconds: Int?

    public init() {}

    public static let schema = Schema<Self>("How many pods, what they look like, how to change them.") {
        Field(1, "replicas", \.replicas, default: 1, "How many pods.")
        Field(2, "selector", \.selector, required: true, merge: .atomic, "Labels of the pods. It can't be changed.")
        Field(3, "template", \.template, required: true, "What the pods look like.")
        Field(
            4, "strategy", \.strategy,
            default: ["type": "RollingUpdate", "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"]],
            merge: .retainKeys, "How new pods replace old ones.")
        Field(5, "minReadySeconds", \.minReadySeconds, "How long a pod must be ready to count as available.")
        Field(
            6, "revisionHistoryLimit", \.revisionHistoryLimit, default: 10,
            "How many old ReplicaSets to keep for a rollback.")
        Field(7, "paused", \.paused, "Changes of the template don't roll out.")
        Field(
            9, "progressDeadlineSeconds", \.progressDeadlineSeconds, default: 600,
            "How long a rollout may make no progress before it counts as failed.")
    }
}

public struct DeploymentStrategy: Declared {
    public var type = DeploymentStrategyType()
    public var rollingUpdate: RollingUpdateDeployment?

    public init() {}

    public static let schema = Schema<Self>("How new pods replace old ones.") {
        Field(1, "type", \.type, default: "RollingUpdate", "Recreate or RollingUpdate.")
        Field(2, "rollingUpdate", \.rollingUpdate, "Settings of a rolling update.")
    }
}

public struct RollingUpdateDeployment: Declared {
    public var maxUnavailable: IntOrString?
    public var maxSurge: IntOrString?

    public init() {}

    public static let schema = Schema<Self>("Settings of a rolling update.") {
        Field(1, "maxUnavailable", \.maxUnavailable, "How many pods, or what part of them, may be missing meanwhile.")
        Field(2, "maxSurge", \.maxSurge, "How many pods, or what part of them, may exist beyond the desired number.")
    }
}

public struct DeploymentStatus: Declared {
    public var observedGeneration = 0
    public var replicas = 0
    public var updatedReplicas = 0
    public var readyReplicas = 0
    public var availableReplicas = 0
    public var unavailableReplicas = 0
    public var conditions: [DeploymentCondition] = []
    public var collisionCount: Int?

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a deployment.") {
        Field(1, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(2, "replicas", \.replicas, "Pods that are there.")
        Field(3, "updatedReplicas", \.updatedReplicas, "Pods with the newest template.")
        Field(7, "readyReplicas", \.readyReplicas, "Pods that are ready.")
        Field(4, "availableReplicas", \.availableReplicas, "Pods that have been ready for minReadySeconds.")
        Field(5, "unavailableReplicas", \.unavailableReplicas, "Pods that are missing.")
        Field(
            6, "conditions", \.conditions, merge: .byKey("type"),
            "Aspects of the state: Available, Progressing, ReplicaFailure.")
        Field(8, "collisionCount", \.collisionCount, "Makes template hashes differ that collided.")
    }
}

public struct DeploymentCondition: Declared {
    public var type = DeploymentConditionType()
    public var status = ConditionStatus()
    public var lastUpdateTime = Time()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a deployment's state.") {
        Field(1, "type", \.type, required: true, "Available, Progressing or ReplicaFailure.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(6, "lastUpdateTime", \.lastUpdateTime, "When it was last written.")
        Field(7, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(4, "reason", \.reason, "One word in CamelCase.")
        Field(5, "message", \.message, "For people.")
    }
}

/// How new pods replace old ones.
public struct DeploymentStrategyType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let recreate: DeploymentStrategyType = "Recreate"
    public static let rollingUpdate: DeploymentStrategyType = "RollingUpdate"
}

/// Aspects of a deployment's state.
public struct DeploymentConditionType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let available: DeploymentConditionType = "Available"
    public static let progressing: DeploymentConditionType = "Progressing"
    public static let replicaFailure: DeploymentConditionType = "ReplicaFailure"
}
