public import Schema

public struct PodSpec: Declared {
    public var volumes: [Volume] = []
    public var initContainers: [Container] = []
    public var containers: [Container] = []
    public var ephemeralContainers: [EphemeralContainer] = []
    public var restartPolicy = RestartPolicy()
    public var terminationGracePeriodSeconds: Int?
    public var activeDeadlineSeconds: Int?
    public var dnsPolicy = DNSPolicy()
    public var nodeSelector: [String: String] = [:]
    public var serviceAccountName = ""
    public var serviceAccount = ""
    public var automountServiceAccountToken: Bool?
    public var nodeName = ""
    public var hostNetwork = false
    public var hostPID = false
    public var hostIPC = false
    public var shareProcessNamespace: Bool?
    public var securityContext: PodSecurityContext?
    public var imagePullSecrets: [LocalObjectReference] = []
    public var hostname = ""
    public var subdomain = ""
    public var affinity: Affinity?
    public var schedulerName = ""
    public var tolerations: [Toleration] = []
    public var hostAliases: [HostAlias] = []
    public var priorityClassName = ""
    public var priority: Int?
    public var dnsConfig: PodDNSConfig?
    public var readinessGates: [PodReadinessGate] = []
    public var runtimeClassName: String?
    public var enableServiceLinks: Bool?
    public var preemptionPolicy: PreemptionPolicy?
    public var overhead: [String: Quantity] = [:]
    public var topologySpreadConstraints: [TopologySpreadConstraint] = []
    public var setHostnameAsFQDN: Bool?
    public var os: PodOS?
    public var hostUsers: Bool?
    public var schedulingGates: [PodSchedulingGate] = []
    public var resources: ResourceRequirements?

    public init() {}

    public static let schema = Schema<Self>("What a pod is to run, and where.") {
        Field(
            1, "volumes", \.volumes, merge: .byKey("name", retainKeys: true),
            "Volumes that containers of the pod can mount.")
        Field(
            20, "initContainers", \.initContainers, merge: .byKey("name"),
            "Containers that run, one after the other, to their end before the others start.")
        Field(
            2, "containers", \.containers, required: true, always: true, merge: .byKey("name"),
            "The containers of the pod.")
        Field(
            34, "ephemeralContainers", \.ephemeralContainers, merge: .byKey("name"),
            "Containers added to a running pod for debugging.")
        Field(
            3, "restartPolicy", \.restartPolicy, default: "Always",
            "Whether containers that end are started again: Always, OnFailure or Never.")
        Field(
            4, "terminationGracePeriodSeconds", \.terminationGracePeriodSeconds, default: 30,
            "How long the pod has to end after it was asked to.")
        Field(
            5, "activeDeadlineSeconds", \.activeDeadlineSeconds, "How long the pod may be active before it is failed.")
        Field(6, "dnsPolicy", \.dnsPolicy, default: "ClusterFirst", "Where the containers' resolv.conf comes from.")
        Field(7, "nodeSelector", \.nodeSelector, merge: .atomic, "Labels that the node must have.")
        Field(8, "serviceAccountName", \.serviceAccountName, "The account the pod acts as.")
        Field(9, "serviceAccount", \.serviceAccount, "Deprecated: use serviceAccountName.")
        Field(
            21, "automountServiceAccountToken", \.automountServiceAccountToken,
            "False: don't mount the account's token.")
        Field(10, "nodeName", \.nodeName, "The node that the pod was bound to.")
        Field(11, "hostNetwork", \.hostNetwork, "Use the node's network instead of an own one.")
        Field(12, "hostPID", \.hostPID, "Use the node's process IDs.")
        Field(13, "hostIPC", \.hostIPC, "Use the node's IPC namespace.")
        Field(27, "shareProcessNamespace", \.shareProcessNamespace, "The containers see each other's processes.")
        Field(14, "securityContext", \.securityContext, default: [:], "Security settings of the whole pod.")
        Field(
            15, "imagePullSecrets", \.imagePullSecrets, merge: .byKey("name"),
            "Secrets with credentials for image registries.")
        Field(16, "hostname", \.hostname, "Host name of the pod; its own name unless given.")
        Field(
            17, "subdomain", \.subdomain,
            "With it, the pod's name in DNS is hostname.subdomain.namespace.svc.cluster.local.")
        Field(18, "affinity", \.affinity, "Rules on where the pod may, or should, run.")
        Field(19, "schedulerName", \.schedulerName, default: "default-scheduler", "The scheduler that places the pod.")
        Field(22, "tolerations", \.tolerations, "Taints that don't keep the pod off a node.")
        Field(23, "hostAliases", \.hostAliases, merge: .byKey("ip"), "Lines for the pod's hosts file.")
        Field(24, "priorityClassName", \.priorityClassName, "The class that gives the pod's priority.")
        Field(25, "priority", \.priority, "The higher, the more important; filled in from the priority class.")
        Field(26, "dnsConfig", \.dnsConfig, "Additions to what dnsPolicy gives.")
        Field(28, "readinessGates", \.readinessGates, "More conditions that must be true for the pod to be ready.")
        Field(29, "runtimeClassName", \.runtimeClassName, "The runtime class to run the pod with.")
        Field(
            30, "enableServiceLinks", \.enableServiceLinks, "Environment variables for the services of the namespace.")
        Field(31, "preemptionPolicy", \.preemptionPolicy, "Whether the pod may displace pods of lower priority.")
        Field(32, "overhead", \.overhead, "Resources that running the pod costs beside its containers.")
        Field(
            33, "topologySpreadConstraints", \.topologySpreadConstraints,
            merge: .byKey("topologyKey", "whenUnsatisfiable"), "How evenly to spread pods over zones, nodes and so on.")
        Field(35, "setHostnameAsFQDN", \.setHostnameAsFQDN, "The host name is the fully qualified name.")
        Field(36, "os", \.os, "The operating system of the containers.")
        Field(37, "hostUsers", \.hostUsers, "False: a user namespace of its own.")
        Field(
            38, "schedulingGates", \.schedulingGates, merge: .byKey("name"),
            "The pod isn't scheduled before this list is empty.")
        Field(40, "resources", \.resources, "Resources of the pod as a whole.")
    }
}

/// Whether the kubelet starts a container again that ended.
public struct RestartPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let always: RestartPolicy = "Always"
    public static let onFailure: RestartPolicy = "OnFailure"
    public static let never: RestartPolicy = "Never"
}

/// Where a pod's resolv.conf comes from.
public struct DNSPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let clusterFirst: DNSPolicy = "ClusterFirst"
    public static let clusterFirstWithHostNet: DNSPolicy = "ClusterFirstWithHostNet"
    public static let `default`: DNSPolicy = "Default"
    public static let none: DNSPolicy = "None"
}

/// Whether a pod may displace pods of lower priority.
public struct PreemptionPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let preemptLowerPriority: PreemptionPolicy = "PreemptLowerPriority"
    public static let never: PreemptionPolicy = "Never"
}
