public import Schema

public struct PersistentVolume: Declared {
    public var metadata = ObjectMeta()
    public var spec = PersistentVolumeSpec()
    public var status = PersistentVolumeStatus()

    public init() {}

    public static let schema = Schema<Self>("A piece of storage in the cluster.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "What it is.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension PersistentVolume: Resource {
    public static let kind = Kind(
        name: "PersistentVolume", plural: "persistentvolumes", shortNames: ["pv"], isNamespaced: false,
        subresources: [.status])
}

public struct PersistentVolumeSpec: Declared {
    public var capacity: [String: Quantity] = [:]
    public var source = PersistentVolumeSource()
    public var accessModes: [String] = []
    public var claimRef: ObjectReference?
    public var persistentVolumeReclaimPolicy = ""
    public var storageClassName = ""
    public var mountOptions: [String] = []
    public var volumeMode: String?
    public var nodeAffinity: VolumeNodeAffinity?
    public var volumeAttributesClassName: String?

    public init() {}

    public static let schema = Schema<Self>("What a persistent volume is.") {
        Field(1, "capacity", \.capacity, "How much it holds.")
        Field.inline(2, \.source)
        Field(3, "accessModes", \.accessModes, "How it can be mounted.")
        Field(4, "claimRef", \.claimRef, merge: .atomic, "The claim it is bound to.")
        Field(
            5, "persistentVolumeReclaimPolicy", \.persistentVolumeReclaimPolicy, default: "Retain",
            "What becomes of it when the claim is gone.")
        Field(6, "storageClassName", \.storageClassName, "Its storage class.")
        Field(7, "mountOptions", \.mountOptions, "Options for mount.")
        Field(8, "volumeMode", \.volumeMode, default: "Filesystem", "Filesystem or Block.")
        Field(9, "nodeAffinity", \.nodeAffinity, "The nodes that reach it.")
        Field(10, "volumeAttributesClassName", \.volumeAttributesClassName, "Class of its attributes.")
    }
}

public struct PersistentVolumeSource: Declared {
    public var hostPath: HostPathVolumeSource?
    public var nfs: NFSVolumeSource?
    public var local: LocalVolumeSource?
    public var csi: CSIPersistentVolumeSource?

    public init() {}

    public static let schema = Schema<Self>("Where the storage is: one of these.") {
        Field(3, "hostPath", \.hostPath, "A folder of the node.")
        Field(5, "nfs", \.nfs, "A folder on an NFS server.")
        Field(20, "local", \.local, "A disk or folder of one node.")
        Field(22, "csi", \.csi, "Storage of a CSI driver.")
    }
}

public struct PersistentVolumeStatus: Declared {
    public var phase = ""
    public var message = ""
    public var reason = ""
    public var lastPhaseTransitionTime: Time?

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a persistent volume.") {
        Field(1, "phase", \.phase, "Pending, Available, Bound, Released or Failed.")
        Field(2, "message", \.message, "Why, for people.")
        Field(3, "reason", \.reason, "Why, in one word.")
        Field(4, "lastPhaseTransitionTime", \.lastPhaseTransitionTime, "When the phase last changed.")
    }
}

public struct LocalVolumeSource: Declared {
    public var path = ""
    public var fsType: String?

    public init() {}

    public static let schema = Schema<Self>("A disk or folder of one node.") {
        Field(1, "path", \.path, required: true, "Path on the node.")
        Field(2, "fsType", \.fsType, "File system of a disk.")
    }
}

public struct VolumeNodeAffinity: Declared {
    public var required: NodeSelector?

    public init() {}

    public static let schema = Schema<Self>("The nodes that reach a volume.") {
        Field(1, "required", \.required, merge: .atomic, "The nodes.")
    }
}

public struct CSIPersistentVolumeSource: Declared {
    public var driver = ""
    public var volumeHandle = ""
    public var readOnly = false
    public var fsType = ""
    public var volumeAttributes: [String: String] = [:]

    public init() {}

    public static let schema = Schema<Self>("Storage of a CSI driver.") {
        Field(1, "driver", \.driver, required: true, "Name of the driver.")
        Field(2, "volumeHandle", \.volumeHandle, required: true, "The driver's name for the volume.")
        Field(3, "readOnly", \.readOnly, "Mount it read-only.")
        Field(4, "fsType", \.fsType, "The file system.")
        Field(5, "volumeAttributes", \.volumeAttributes, "Settings for the driver.")
    }
}
