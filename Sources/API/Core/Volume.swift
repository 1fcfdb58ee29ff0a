public import Schema

public struct Volume: Declared {
    public var name = ""
    public var source = VolumeSource()

    public init() {}

    public static let schema = Schema<Self>("A folder that the containers of a pod can mount.") {
        Field(1, "name", \.name, required: true, "A DNS label, unique in the pod.")
        Field.inline(2, \.source)
    }
}

public struct VolumeSource: Declared {
    public var hostPath: HostPathVolumeSource?
    public var emptyDir: EmptyDirVolumeSource?
    public var secret: SecretVolumeSource?
    public var nfs: NFSVolumeSource?
    public var persistentVolumeClaim: PersistentVolumeClaimVolumeSource?
    public var downwardAPI: DownwardAPIVolumeSource?
    public var configMap: ConfigMapVolumeSource?
    public var projected: ProjectedVolumeSource?
    public var csi: CSIVolumeSource?
    public var ephemeral: EphemeralVolumeSource?
    public var image: ImageVolumeSource?

    public init() {}

    public static let schema = Schema<Self>(
        "Where a volume's content comes from: one of these, and emptyDir by default."
    ) {
        Field(1, "hostPath", \.hostPath, "A file or folder of the node.")
        Field(2, "emptyDir", \.emptyDir, "An empty folder that lives as long as the pod.")
        Field(6, "secret", \.secret, "The entries of a Secret, as files.")
        Field(7, "nfs", \.nfs, "A folder on an NFS server.")
        Field(10, "persistentVolumeClaim", \.persistentVolumeClaim, "A claim for persistent storage.")
        Field(16, "downwardAPI", \.downwardAPI, "Fields of the pod, as files.")
        Field(19, "configMap", \.configMap, "The entries of a ConfigMap, as files.")
        Field(26, "projected", \.projected, "Several sources in one folder.")
        Field(28, "csi", \.csi, "Storage of a CSI driver, for the life of the pod.")
        Field(29, "ephemeral", \.ephemeral, "A claim that lives as long as the pod.")
        Field(30, "image", \.image, "An OCI image's files.")
    }
}

public struct EmptyDirVolumeSource: Declared {
    public var medium = StorageMedium()
    public var sizeLimit: Quantity?

    public init() {}

    public static let schema = Schema<Self>("An empty folder that lives as long as the pod.") {
        Field(1, "medium", \.medium, "Memory for a tmpfs; by default the node's disk.")
        Field(2, "sizeLimit", \.sizeLimit, "How much it may hold.")
    }
}

public struct HostPathVolumeSource: Declared {
    public var path = ""
    public var type: String?

    public init() {}

    public static let schema = Schema<Self>("A file or folder of the node.") {
        Field(1, "path", \.path, required: true, "Path on the node.")
        Field(2, "type", \.type, default: "", "What must be there, such as Directory or DirectoryOrCreate.")
    }
}

public struct SecretVolumeSource: Declared {
    public var secretName = ""
    public var items: [KeyToPath] = []
    public var defaultMode: Int?
    public var optional: Bool?

    public init() {}

    public static let schema = Schema<Self>("The entries of a Secret, as files.") {
        Field(1, "secretName", \.secretName, "Name of the Secret.")
        Field(2, "items", \.items, "Only these entries; by default all.")
        Field(3, "defaultMode", \.defaultMode, default: 420, "Permissions of the files.")
        Field(4, "optional", \.optional, "The Secret may be missing.")
    }
}

public struct ConfigMapVolumeSource: Declared {
    public var reference = LocalObjectReference()
    public var items: [KeyToPath] = []
    public var defaultMode: Int?
    public var optional: Bool?

    public init() {}

    /// Name of the object.
    public var name: String {
        get { reference.name }
        set { reference.name = newValue }
    }

    public static let schema = Schema<Self>("The entries of a ConfigMap, as files.") {
        Field.inline(1, \.reference)
        Field(2, "items", \.items, "Only these entries; by default all.")
        Field(3, "defaultMode", \.defaultMode, default: 420, "Permissions of the files.")
        Field(4, "optional", \.optional, "The ConfigMap may be missing.")
    }
}

public struct KeyToPath: Declared {
    public var key = ""
    public var path = ""
    public var mode: Int?

    public init() {}

    public static let schema = Schema<Self>("An entry and the file it becomes.") {
        Field(1, "key", \.key, required: true, "Key of the entry.")
        Field(2, "path", \.path, required: true, "Path of the file.")
        Field(3, "mode", \.mode, "Permissions of the file.")
    }
}

public struct DownwardAPIVolumeSource: Declared {
    public var items: [DownwardAPIVolumeFile] = []
    public var defaultMode: Int?

    public init() {}

    public static let schema = Schema<Self>("Fields of the pod, as files.") {
        Field(1, "items", \.items, "The files.")
        Field(2, "defaultMode", \.defaultMode, default: 420, "Permissions of the files.")
    }
}

public struct DownwardAPIVolumeFile: Declared {
    public var path = ""
    public var fieldRef: ObjectFieldSelector?
    public var resourceFieldRef: ResourceFieldSelector?
    public var mode: Int?

    public init() {}

    public static let schema = Schema<Self>("A file that holds a field of the pod.") {
        Field(1, "path", \.path, required: true, "Path of the file.")
        Field(2, "fieldRef", \.fieldRef, merge: .atomic, "A field of the pod.")
        Field(3, "resourceFieldRef", \.resourceFieldRef, merge: .atomic, "A resource of a container.")
        Field(4, "mode", \.mode, "Permissions of the file.")
    }
}

public struct PersistentVolumeClaimVolumeSource: Declared {
    public var claimName = ""
    public var readOnly = false

    public init() {}

    public static let schema = Schema<Self>("A claim for persistent storage.") {
        Field(1, "claimName", \.claimName, required: true, "Name of the claim in the pod's namespace.")
        Field(2, "readOnly", \.readOnly, "Mount it read-only.")
    }
}

public struct NFSVolumeSource: Declared {
    public var server = ""
    public var path = ""
    public var readOnly = false

    public init() {}

    public static let schema = Schema<Self>("A folder on an NFS server.") {
        Field(1, "server", \.server, required: true, "The server.")
        Field(2, "path", \.path, required: true, "Path on the server.")
        Field(3, "readOnly", \.readOnly, "Mount it read-only.")
    }
}

public struct CSIVolumeSource: Declared {
    public var driver = ""
    public var readOnly: Bool?
    public var fsType: String?
    public var volumeAttributes: [String: String] = [:]
    public var nodePublishSecretRef: LocalObjectReference?

    public init() {}

    public static let schema = Schema<Self>("Storage of a CSI driver, for the life of the pod.") {
        Field(1, "driver", \.driver, required: true, "Name of the driver.")
        Field(2, "readOnly", \.readOnly, "Mount it read-only.")
        Field(3, "fsType", \.fsType, "The file system.")
        Field(4, "volumeAttributes", \.volumeAttributes, "Settings for the driver.")
        Field(5, "nodePublishSecretRef", \.nodePublishSecretRef, merge: .atomic, "A Secret for the driver.")
    }
}

public struct EphemeralVolumeSource: Declared {
    public var volumeClaimTemplate: PersistentVolumeClaimTemplate?

    public init() {}

    public static let schema = Schema<Self>("A claim that lives as long as the pod.") {
        Field(1, "volumeClaimTemplate", \.volumeClaimTemplate, "What the claim looks like.")
    }
}

public struct PersistentVolumeClaimTemplate: Declared {
    public var metadata = ObjectMeta()
    public var spec = PersistentVolumeClaimSpec()

    public init() {}

    public static let schema = Schema<Self>("What a claim looks like.") {
        Field(1, "metadata", \.metadata, "Labels and annotations of the claim.")
        Field(2, "spec", \.spec, required: true, "Specification of the claim.")
    }
}

public struct ImageVolumeSource: Declared {
    public var reference = ""
    public var pullPolicy = PullPolicy()

    public init() {}

    public static let schema = Schema<Self>("An OCI image's files.") {
        Field(1, "reference", \.reference, "Name of the image.")
        Field(2, "pullPolicy", \.pullPolicy, "When it is fetched.")
    }
}

/// Where an empty folder is kept.
public struct StorageMedium: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let `default`: StorageMedium = ""
    public static let memory: StorageMedium = "Memory"
    public static let hugePages: StorageMedium = "HugePages"
}
