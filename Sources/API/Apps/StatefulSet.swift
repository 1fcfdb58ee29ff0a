public import Schema

public struct StatefulSet: Declared {
    public var metadata = ObjectMeta()
    public var spec = StatefulSetSpec()
    public var status = StatefulSetStatus()

    public init() {}

    public static let schema = Schema<Self>("Pods with names and storage that stay.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "How many pods, and what they look like.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension StatefulSet: Resource {
    public static let kind = Kind(
        group: "apps", name: "StatefulSet", plural: "statefulsets", shortNames: ["sts"], categories: ["all"],
        subresources: [.status, .scale])
}

public struct StatefulSetSpec: Declared {
    public var replicas: Int?
    public var selector: LabelSelector?
    public var template = PodTemplateSpec()
    public var volumeClaimTemplates: [PersistentVolumeClaim] = []
    public var serviceName = ""
    public var podManagementPolicy = ""
    public var updateStrategy = StatefulSetUpdateStrategy()
    public var revisionHistoryLimit: Int?
    public var minReadySeconds = 0
    public var persistentVolumeClaimRetentionPolicy: StatefulSetPersistentVolumeClaimRetentionPolicy?
    public var ordinals: StatefulSetOrdinals?

    public init() {}

    public static let schema = Schema<Self>("How many pods, and what they look like.") {
        Field(1, "replicas", \.replicas, default: 1, "How many.")
        Field(2, "selector", \.selector, required: true, merge: .atomic, "Labels of the pods. It can't be changed.")
        Field(3, "template", \.template, required: true, "What the pods look like.")
        Field(4, "volumeClaimTemplates", \.volumeClaimTemplates, "Claims that each pod gets for itself.")
        Field(5, "serviceName", \.serviceName, "The headless service that gives the pods their names in DNS.")
        Field(6, "podManagementPolicy", \.podManagementPolicy, default: "OrderedReady", "OrderedReady or Parallel.")
        Field(
            7, "updateStrategy", \.updateStrategy,
            default: ["type": "RollingUpdate", "rollingUpdate": ["partition": 0]], "How new pods replace old ones.")
        Field(8, "revisionHistoryLimit", \.revisionHistoryLimit, default: 10, "How many old revisions to keep.")
        Field(9, "minReadySeconds", \.minReadySeconds, "How long a pod must be ready to count as available.")
        Field(
            10, "persistentVolumeClaimRetentionPolicy", \.persistentVolumeClaimRetentionPolicy,
            "What becomes of claims that aren't needed any more.")
        Field(11, "ordinals", \.ordinals, "How the pods are numbered.")
    }
}

public struct StatefulSetUpdateStrategy: Declared {
    public var type = ""
    public var rollingUpdate: RollingUpdateStatefulSetStrategy?

    public init() {}

    public static let schema = Schema<Self>("How new pods replace old ones.") {
        Field(1, "type", \.type, default: "RollingUpdate", "RollingUpdate or OnDelete.")
        Field(2, "rollingUpdate", \.rollingUpdate, "Settings of a rolling update.")
    }
}

public struct RollingUpdateStatefulSetStrategy: Declared {
    public var partition: Int?
    public var maxUnavailable: IntOrString?

    public init() {}

    public static let schema = Schema<Self>("Settings of a rolling update.") {
        Field(1, "partition", \.partition, "Only pods with this number and above are changed.")
        Field(2, "maxUnavailable", \.maxUnavailable, "How many pods may be missing meanwhile.")
    }
}

public struct StatefulSetStatus: Declared {
    public var observedGeneration = 0
    public var replicas = 0
    public var readyReplicas = 0
    public var currentReplicas = 0
    public var updatedReplicas = 0
    public var currentRevision = ""
    public var updateRevision = ""
    public var collisionCount: Int?
    public var conditions: [StatefulSetCondition] = []
    public var availableReplicas = 0

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a StatefulSet.") {
        Field(1, "observedGeneration", \.observedGeneration, "The generation that was looked at.")
        Field(2, "replicas", \.replicas, always: true, "Pods that are there.")
        Field(3, "readyReplicas", \.readyReplicas, "Pods that are ready.")
        Field(4, "currentReplicas", \.currentReplicas, "Pods of the present revision.")
        Field(5, "updatedReplicas", \.updatedReplicas, "Pods of the new revision.")
        Field(6, "currentRevision", \.currentRevision, "The present revision.")
        Field(7, "updateRevision", \.updateRevision, "The new revision.")
        Field(9, "collisionCount", \.collisionCount, "Makes hashes differ that collided.")
        Field(10, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
        Field(
            11, "availableReplicas", \.availableReplicas, always: true, "Pods that have been ready for minReadySeconds."
        )
    }
}

public struct StatefulSetCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a StatefulSet's state.") {
        Field(1, "type", \.type, "The aspect, in CamelCase.")
        Field(2, "status", \.status, "True, False or Unknown.")
        Field(3, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(4, "reason", \.reason, "One word in CamelCase.")
        Field(5, "message", \.message, "For people.")
    }
}

public struct StatefulSetPersistentVolumeClaimRetentionPolicy: Declared {
    public var whenDeleted = ""
    public var whenScaled = ""

    public init() {}

    public static let schema = Schema<Self>("What becomes of claims that aren't needed any more: Retain or Delete.") {
        Field(1, "whenDeleted", \.whenDeleted, "When the StatefulSet is deleted.")
        Field(2, "whenScaled", \.whenScaled, "When it is scaled down.")
    }
}

public struct StatefulSetOrdinals: Declared {
    public var start = 0

    public init() {}

    public static let schema = Schema<Self>("How the pods are numbered.") {
        Field(1, "start", \.start, always: true, "The first number.")
    }
}
