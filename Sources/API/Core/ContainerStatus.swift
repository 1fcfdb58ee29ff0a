public import Schema

public struct ContainerStatus: Declared {
    public var name = ""
    public var state = ContainerState()
    public var lastState = ContainerState()
    public var ready = false
    public var restartCount = 0
    public var image = ""
    public var imageID = ""
    public var containerID = ""
    public var started: Bool?
    public var allocatedResources: [String: Quantity] = [:]
    public var resources: ResourceRequirements?
    public var volumeMounts: [VolumeMountStatus] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of one container.") {
        Field(1, "name", \.name, required: true, "Name of the container.")
        Field(2, "state", \.state, "Waiting, running or terminated.")
        Field(3, "lastState", \.lastState, "How the previous run ended.")
        Field(4, "ready", \.ready, always: true, "The container passes its readiness probe.")
        Field(5, "restartCount", \.restartCount, always: true, "How often it was started again.")
        Field(6, "image", \.image, "The image that runs.")
        Field(7, "imageID", \.imageID, "Identifier of the image's content.")
        Field(8, "containerID", \.containerID, "Type and identifier of the container, such as containerd://abc.")
        Field(9, "started", \.started, "Its startup probe has succeeded.")
        Field(10, "allocatedResources", \.allocatedResources, "What the node has set aside for it.")
        Field(11, "resources", \.resources, "What is in force.")
        Field(12, "volumeMounts", \.volumeMounts, merge: .byKey("mountPath"), "Its mounts.")
    }
}

public struct ContainerState: Declared {
    public var waiting: ContainerStateWaiting?
    public var running: ContainerStateRunning?
    public var terminated: ContainerStateTerminated?

    public init() {}

    public static let schema = Schema<Self>("One of three; waiting when none is given.") {
        Field(1, "waiting", \.waiting, "Not yet running.")
        Field(2, "running", \.running, "Running.")
        Field(3, "terminated", \.terminated, "Ended.")
    }
}

public struct ContainerStateWaiting: Declared {
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("A container that isn't running yet.") {
        Field(1, "reason", \.reason, "Such as ContainerCreating, ImagePullBackOff, CrashLoopBackOff.")
        Field(2, "message", \.message, "For people.")
    }
}

public struct ContainerStateRunning: Declared {
    public var startedAt = Time()

    public init() {}

    public static let schema = Schema<Self>("A container that runs.") {
        Field(1, "startedAt", \.startedAt, "Since when.")
    }
}

public struct ContainerStateTerminated: Declared {
    public var exitCode = 0
    public var signal = 0
    public var reason = ""
    public var message = ""
    public var startedAt = Time()
    public var finishedAt = Time()
    public var containerID = ""

    public init() {}

    public static let schema = Schema<Self>("A container that has ended.") {
        Field(1, "exitCode", \.exitCode, always: true, "Its exit status.")
        Field(2, "signal", \.signal, "The signal that ended it.")
        Field(3, "reason", \.reason, "Such as Completed, Error, OOMKilled.")
        Field(4, "message", \.message, "The end of its termination log.")
        Field(5, "startedAt", \.startedAt, "When this run began.")
        Field(6, "finishedAt", \.finishedAt, "When it ended.")
        Field(7, "containerID", \.containerID, "Identifier of the container.")
    }
}

public struct VolumeMountStatus: Declared {
    public var name = ""
    public var mountPath = ""
    public var readOnly = false
    public var recursiveReadOnly: String?

    public init() {}

    public static let schema = Schema<Self>("A mount as it is.") {
        Field(1, "name", \.name, required: true, "Name of the mount.")
        Field(2, "mountPath", \.mountPath, required: true, "Path in the container.")
        Field(3, "readOnly", \.readOnly, "Whether it can be written.")
        Field(4, "recursiveReadOnly", \.recursiveReadOnly, "Whether the mounts below are read-only, too.")
    }
}
