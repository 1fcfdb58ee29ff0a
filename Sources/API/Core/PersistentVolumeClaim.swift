public import Schema

public struct PersistentVolumeClaim: Declared {
    public var metadata = ObjectMeta()
    public var spec = PersistentVolumeClaimSpec()
    public var status = PersistentVolumeClaimStatus()

    public init() {}

    public static let schema = Schema<Self>("A request for a piece of storage.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "What is asked for.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension PersistentVolumeClaim: Resource {
    public static let kind = Kind(
        name: "PersistentVolumeClaim", plural: "persistentvolumeclaims", shortNames: ["pvc"], subresources: [.status])
}

public struct PersistentVolumeClaimSpec: Declared {
    public var accessModes: [String] = []
    public var selector: LabelSelector?
    public var resources = VolumeResourceRequirements()
    public var volumeName = ""
    public var storageClassName: String?
    public var volumeMode: String?
    public var dataSource: TypedLocalObjectReference?
    public var dataSourceRef: TypedObjectReference?
    public var volumeAttributesClassName: String?

    public init() {}

    public static let schema = Schema<Self>("What storage is asked for.") {
        Field(1, "accessModes", \.accessModes, "How it will be mounted.")
        Field(4, "selector", \.selector, merge: .atomic, "Labels of the volume.")
        Field(2, "resources", \.resources, "How much.")
        Field(3, "volumeName", \.volumeName, "The volume it is bound to.")
        Field(5, "storageClassName", \.storageClassName, "The storage class.")
        Field(6, "volumeMode", \.volumeMode, default: "Filesystem", "Filesystem or Block.")
        Field(7, "dataSource", \.dataSource, merge: .atomic, "What to fill it with.")
        Field(8, "dataSourceRef", \.dataSourceRef, "What to fill it with.")
        Field(9, "volumeAttributesClassName", \.volumeAttributesClassName, "Class of its attributes.")
    }
}

public struct PersistentVolumeClaimStatus: Declared {
    public var phase = ""
    public var accessModes: [String] = []
    public var capacity: [String: Quantity] = [:]
    public var conditions: [PersistentVolumeClaimCondition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a claim.") {
        Field(1, "phase", \.phase, "Pending, Bound or Lost.")
        Field(2, "accessModes", \.accessModes, "How the volume can be mounted.")
        Field(3, "capacity", \.capacity, "How much the volume holds.")
        Field(4, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
    }
}

public struct PersistentVolumeClaimCondition: Declared {
    public var type = ""
    public var status = ConditionStatus()
    public var lastProbeTime = Time()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a claim's state.") {
        Field(1, "type", \.type, required: true, "Such as Resizing.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(3, "lastProbeTime", \.lastProbeTime, "When it was last looked at.")
        Field(4, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(5, "reason", \.reason, "One word in CamelCase.")
        Field(6, "message", \.message, "For people.")
    }
}

public struct VolumeResourceRequirements: Declared {
    public var limits: [String: Quantity] = [:]
    public var requests: [String: Quantity] = [:]

    public init() {}

    public static let schema = Schema<Self>("How much storage.") {
        Field(1, "limits", \.limits, "No more than this.")
        Field(2, "requests", \.requests, "At least this much.")
    }
}
