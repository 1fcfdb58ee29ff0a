public import Schema

public struct SecurityContext: Declared {
    public var capabilities: Capabilities?
    public var privileged: Bool?
    public var seLinuxOptions: SELinuxOptions?
    public var runAsUser: Int?
    public var runAsGroup: Int?
    public var runAsNonRoot: Bool?
    public var readOnlyRootFilesystem: Bool?
    public var allowPrivilegeEscalation: Bool?
    public var procMount: String?
    public var seccompProfile: SeccompProfile?
    public var appArmorProfile: AppArmorProfile?

    public init() {}

    public static let schema = Schema<Self>("Security settings of a container; what stands here wins over the pod's.") {
        Field(1, "capabilities", \.capabilities, "Capabilities to add and drop.")
        Field(2, "privileged", \.privileged, "As root on the node.")
        Field(3, "seLinuxOptions", \.seLinuxOptions, "The SELinux label.")
        Field(4, "runAsUser", \.runAsUser, "The user ID.")
        Field(8, "runAsGroup", \.runAsGroup, "The primary group ID.")
        Field(5, "runAsNonRoot", \.runAsNonRoot, "Refuse to run as root.")
        Field(6, "readOnlyRootFilesystem", \.readOnlyRootFilesystem, "The root file system can't be written.")
        Field(
            7, "allowPrivilegeEscalation", \.allowPrivilegeEscalation,
            "False: a process can't gain more rights than its parent.")
        Field(9, "procMount", \.procMount, "How /proc is masked.")
        Field(11, "seccompProfile", \.seccompProfile, "Which system calls are allowed.")
        Field(12, "appArmorProfile", \.appArmorProfile, "The AppArmor profile.")
    }
}

public struct PodSecurityContext: Declared {
    public var seLinuxOptions: SELinuxOptions?
    public var runAsUser: Int?
    public var runAsGroup: Int?
    public var runAsNonRoot: Bool?
    public var supplementalGroups: [Int] = []
    public var supplementalGroupsPolicy: String?
    public var fsGroup: Int?
    public var sysctls: [Sysctl] = []
    public var fsGroupChangePolicy: String?
    public var seccompProfile: SeccompProfile?
    public var appArmorProfile: AppArmorProfile?
    public var seLinuxChangePolicy: String?

    public init() {}

    public static let schema = Schema<Self>("Security settings of all containers of a pod.") {
        Field(1, "seLinuxOptions", \.seLinuxOptions, "The SELinux label.")
        Field(2, "runAsUser", \.runAsUser, "The user ID.")
        Field(6, "runAsGroup", \.runAsGroup, "The primary group ID.")
        Field(3, "runAsNonRoot", \.runAsNonRoot, "Refuse to run as root.")
        Field(4, "supplementalGroups", \.supplementalGroups, "More groups.")
        Field(12, "supplementalGroupsPolicy", \.supplementalGroupsPolicy, "How they go with the image's groups.")
        Field(5, "fsGroup", \.fsGroup, "The group that owns the volumes.")
        Field(7, "sysctls", \.sysctls, "Kernel parameters of the pod.")
        Field(9, "fsGroupChangePolicy", \.fsGroupChangePolicy, "When the owner of volumes is changed.")
        Field(10, "seccompProfile", \.seccompProfile, "Which system calls are allowed.")
        Field(11, "appArmorProfile", \.appArmorProfile, "The AppArmor profile.")
        Field(13, "seLinuxChangePolicy", \.seLinuxChangePolicy, "How volumes are labelled.")
    }
}

public struct Capabilities: Declared {
    public var add: [String] = []
    public var drop: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Capabilities to add and drop.") {
        Field(1, "add", \.add, "To add.")
        Field(2, "drop", \.drop, "To remove.")
    }
}

public struct SELinuxOptions: Declared {
    public var user = ""
    public var role = ""
    public var type = ""
    public var level = ""

    public init() {}

    public static let schema = Schema<Self>("An SELinux label.") {
        Field(1, "user", \.user, "The user part.")
        Field(2, "role", \.role, "The role part.")
        Field(3, "type", \.type, "The type part.")
        Field(4, "level", \.level, "The level part.")
    }
}

public struct SeccompProfile: Declared {
    public var type = ""
    public var localhostProfile: String?

    public init() {}

    public static let schema = Schema<Self>("Which system calls are allowed.") {
        Field(1, "type", \.type, required: true, "RuntimeDefault, Localhost or Unconfined.")
        Field(2, "localhostProfile", \.localhostProfile, "A file on the node.")
    }
}

public struct AppArmorProfile: Declared {
    public var type = ""
    public var localhostProfile: String?

    public init() {}

    public static let schema = Schema<Self>("An AppArmor profile.") {
        Field(1, "type", \.type, required: true, "RuntimeDefault, Localhost or Unconfined.")
        Field(2, "localhostProfile", \.localhostProfile, "A profile loaded on the node.")
    }
}

public struct Sysctl: Declared {
    public var name = ""
    public var value = ""

    public init() {}

    public static let schema = Schema<Self>("A kernel parameter.") {
        Field(1, "name", \.name, required: true, "Name of the parameter.")
        Field(2, "value", \.value, required: true, "Its value.")
    }
}
