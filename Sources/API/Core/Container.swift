public import Schema

public struct Container: Declared {
    public var name = ""
    public var image = ""
    public var command: [String] = []
    public var args: [String] = []
    public var workingDir = ""
    public var ports: [ContainerPort] = []
    public var envFrom: [EnvFromSource] = []
    public var env: [EnvVar] = []
    public var resources = ResourceRequirements()
    public var restartPolicy: RestartPolicy?
    public var volumeMounts: [VolumeMount] = []
    public var volumeDevices: [VolumeDevice] = []
    public var livenessProbe: Probe?
    public var readinessProbe: Probe?
    public var startupProbe: Probe?
    public var lifecycle: Lifecycle?
    public var terminationMessagePath = ""
    public var terminationMessagePolicy = ""
    public var imagePullPolicy = PullPolicy()
    public var securityContext: SecurityContext?
    public var stdin = false
    public var stdinOnce = false
    public var tty = false

    public init() {}

    public static let schema = Schema<Self>("A single container that runs within a pod.") {
        Field(1, "name", \.name, required: true, "A DNS label, unique in the pod.")
        Field(2, "image", \.image, "Name of the container's image.")
        Field(3, "command", \.command, "What to execute, instead of the image's entry point.")
        Field(4, "args", \.args, "Arguments, instead of the image's.")
        Field(5, "workingDir", \.workingDir, "Working directory, instead of the image's.")
        Field(6, "ports", \.ports, merge: .byKey("containerPort", "protocol"), "Ports that the container listens on.")
        Field(19, "envFrom", \.envFrom, "Sources of many environment variables.")
        Field(7, "env", \.env, merge: .byKey("name"), "Environment variables.")
        Field(8, "resources", \.resources, "How much of the node's resources the container asks for, and may use.")
        Field(24, "restartPolicy", \.restartPolicy, "Always, in an init container, makes a sidecar of it.")
        Field(
            9, "volumeMounts", \.volumeMounts, merge: .byKey("mountPath"),
            "Where the pod's volumes appear in the container.")
        Field(21, "volumeDevices", \.volumeDevices, merge: .byKey("devicePath"), "Where raw block volumes appear.")
        Field(10, "livenessProbe", \.livenessProbe, "When it fails, the container is restarted.")
        Field(11, "readinessProbe", \.readinessProbe, "While it fails, no service sends traffic here.")
        Field(22, "startupProbe", \.startupProbe, "Until it succeeds, the other probes don't run.")
        Field(12, "lifecycle", \.lifecycle, "What to do after the start and before the stop.")
        Field(
            13, "terminationMessagePath", \.terminationMessagePath, default: "/dev/termination-log",
            "File whose content becomes the message of the terminated state.")
        Field(
            20, "terminationMessagePolicy", \.terminationMessagePolicy, default: "File",
            "File, or FallbackToLogsOnError.")
        Field(
            14, "imagePullPolicy", \.imagePullPolicy,
            "Always, IfNotPresent or Never. Always by default when the tag is latest.")
        Field(15, "securityContext", \.securityContext, "Security settings of the container.")
        Field(16, "stdin", \.stdin, "Keep a buffer for standard input open.")
        Field(17, "stdinOnce", \.stdinOnce, "Close standard input after the first attach.")
        Field(18, "tty", \.tty, "Give it a terminal.")
    }
}

public struct ContainerPort: Declared {
    public var name = ""
    public var hostPort = 0
    public var containerPort = 0
    public var `protocol` = PortProtocol()
    public var hostIP = ""

    public init() {}

    public static let schema = Schema<Self>("A port that a container listens on.") {
        Field(1, "name", \.name, "Unique in the pod; services can refer to it.")
        Field(2, "hostPort", \.hostPort, "The port on the node that leads here.")
        Field(3, "containerPort", \.containerPort, required: true, always: true, "The port on the pod's address.")
        Field(4, "protocol", \.protocol, default: "TCP", "TCP, UDP or SCTP.")
        Field(5, "hostIP", \.hostIP, "The node's address to bind the host port to.")
    }
}

public struct ResourceRequirements: Declared {
    public var limits: [String: Quantity] = [:]
    public var requests: [String: Quantity] = [:]

    public init() {}

    public static let schema = Schema<Self>("Resources, as quantities by name: cpu, memory, ephemeral-storage.") {
        Field(1, "limits", \.limits, "No more than this.")
        Field(2, "requests", \.requests, "At least this much; the scheduler counts it. The limits by default.")
    }
}

public struct VolumeMount: Declared {
    public var name = ""
    public var readOnly = false
    public var recursiveReadOnly: String?
    public var mountPath = ""
    public var subPath = ""
    public var mountPropagation: String?
    public var subPathExpr = ""

    public init() {}

    public static let schema = Schema<Self>("Where a volume appears in a container.") {
        Field(1, "name", \.name, required: true, "Name of the volume.")
        Field(2, "readOnly", \.readOnly, "Mount it read-only.")
        Field(7, "recursiveReadOnly", \.recursiveReadOnly, "Make the mounts below read-only, too.")
        Field(3, "mountPath", \.mountPath, required: true, "Path in the container.")
        Field(4, "subPath", \.subPath, "A path in the volume, instead of its root.")
        Field(5, "mountPropagation", \.mountPropagation, "How mounts travel between node and container.")
        Field(6, "subPathExpr", \.subPathExpr, "As subPath, with $(VARIABLES) replaced.")
    }
}

public struct VolumeDevice: Declared {
    public var name = ""
    public var devicePath = ""

    public init() {}

    public static let schema = Schema<Self>("Where a raw block volume appears in a container.") {
        Field(1, "name", \.name, required: true, "Name of the claim in the pod.")
        Field(2, "devicePath", \.devicePath, required: true, "Path in the container.")
    }
}

/// When an image is fetched.
public struct PullPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let always: PullPolicy = "Always"
    public static let ifNotPresent: PullPolicy = "IfNotPresent"
    public static let never: PullPolicy = "Never"
}

/// A transport protocol.
public struct PortProtocol: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let tcp: PortProtocol = "TCP"
    public static let udp: PortProtocol = "UDP"
    public static let sctp: PortProtocol = "SCTP"
}
