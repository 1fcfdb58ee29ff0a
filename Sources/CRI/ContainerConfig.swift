package import Schema

// What a container is made from.

/// What identifies a container in its sandbox.
package struct ContainerMetadata: Declared {
    package var name = ""
    package var attempt = 0
    package init() {}
    package static let schema = Schema<Self>("What identifies a container in its sandbox.") {
        Field(1, "name", \.name, "The container's name in the pod.")
        Field(2, "attempt", \.attempt, "How often it was restarted.")
    }
}

/// All that a container is made from.
package struct ContainerConfig: Declared {
    package var metadata = ContainerMetadata()
    package var image = ImageSpec()
    package var command: [String] = []
    package var args: [String] = []
    package var workingDir = ""
    package var envs: [KeyValue] = []
    package var mounts: [Mount] = []
    package var devices: [Device] = []
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var logPath = ""
    package var stdin = false
    package var stdinOnce = false
    package var tty = false
    package var linux: LinuxContainerConfig? = nil
    package var stopSignal = Signal.runtimeDefault
    package init() {}
    package static let schema = Schema<Self>("All that a container is made from.") {
        Field(1, "metadata", \.metadata)
        Field(2, "image", \.image)
        Field(3, "command", \.command, "Instead of the image's entrypoint.")
        Field(4, "args", \.args, "Instead of the image's command.")
        Field(5, "workingDir", \.workingDir)
        Field(6, "envs", \.envs)
        Field(7, "mounts", \.mounts)
        Field(8, "devices", \.devices)
        Field(9, "labels", \.labels)
        Field(10, "annotations", \.annotations)
        Field(11, "logPath", \.logPath, "Relative to the sandbox's log folder.")
        Field(12, "stdin", \.stdin)
        Field(13, "stdinOnce", \.stdinOnce)
        Field(14, "tty", \.tty)
        Field(15, "linux", \.linux)
        Field(18, "stopSignal", \.stopSignal)
    }
}

/// An environment variable.
package struct KeyValue: Declared {
    package var key = ""
    package var value = ""
    package init() {}
    package static let schema = Schema<Self>("An environment variable.") {
        Field(1, "key", \.key)
        Field(2, "value", \.value)
    }
}

/// Who sees mounts made below a mount later.
package enum MountPropagation: Int, ProtobufEnum {
    case `private` = 0, hostToContainer = 1, bidirectional = 2
}

/// A file or folder of the node that is to be seen in the container.
package struct Mount: Declared {
    package var containerPath = ""
    package var hostPath = ""
    package var readonly = false
    package var selinuxRelabel = false
    package var propagation = MountPropagation.private
    package var recursiveReadOnly = false
    package init() {}
    package static let schema = Schema<Self>("A file or folder of the node that is to be seen in the container.") {
        Field(1, "containerPath", \.containerPath)
        Field(2, "hostPath", \.hostPath)
        Field(3, "readonly", \.readonly)
        Field(4, "selinuxRelabel", \.selinuxRelabel)
        Field(5, "propagation", \.propagation)
        Field(8, "recursiveReadOnly", \.recursiveReadOnly)
    }
}

/// A device of the node.
package struct Device: Declared {
    package var containerPath = ""
    package var hostPath = ""
    package var permissions = ""
    package init() {}
    package static let schema = Schema<Self>("A device of the node.") {
        Field(1, "containerPath", \.containerPath)
        Field(2, "hostPath", \.hostPath)
        Field(3, "permissions", \.permissions)
    }
}

/// What a container has on Linux alone.
package struct LinuxContainerConfig: Declared {
    package var resources: LinuxContainerResources? = nil
    package var securityContext: LinuxContainerSecurityContext? = nil
    package init() {}
    package static let schema = Schema<Self>("What a container has on Linux alone.") {
        Field(1, "resources", \.resources)
        Field(2, "securityContext", \.securityContext)
    }
}

/// Limits, as cgroups know them; zero means none.
package struct LinuxContainerResources: Declared {
    package var cpuPeriod = 0
    package var cpuQuota = 0
    package var cpuShares = 0
    package var memoryLimitInBytes = 0
    package var oomScoreAdj = 0
    package var cpusetCpus = ""
    package var cpusetMems = ""
    package var unified: [String: String] = [:]
    package var memorySwapLimitInBytes = 0
    package init() {}
    package static let schema = Schema<Self>("Limits, as cgroups know them; zero means none.") {
        Field(1, "cpuPeriod", \.cpuPeriod, "In microseconds.")
        Field(2, "cpuQuota", \.cpuQuota, "In microseconds a period.")
        Field(3, "cpuShares", \.cpuShares, "Relative weight; 1024 is one CPU.")
        Field(4, "memoryLimitInBytes", \.memoryLimitInBytes)
        Field(5, "oomScoreAdj", \.oomScoreAdj)
        Field(6, "cpusetCpus", \.cpusetCpus)
        Field(7, "cpusetMems", \.cpusetMems)
        Field(9, "unified", \.unified, "Files of cgroup v2 and what is to be written to them.")
        Field(10, "memorySwapLimitInBytes", \.memorySwapLimitInBytes)
    }
}

/// Who the container's process is, and what it may do.
package struct LinuxContainerSecurityContext: Declared {
    package var capabilities: Capability? = nil
    package var privileged = false
    package var namespaceOptions: NamespaceOption? = nil
    package var runAsUser: Int64Value? = nil
    package var runAsUsername = ""
    package var readonlyRootfs = false
    package var supplementalGroups: [Int] = []
    package var noNewPrivs = false
    package var runAsGroup: Int64Value? = nil
    package var maskedPaths: [String] = []
    package var readonlyPaths: [String] = []
    package var seccomp: SecurityProfile? = nil
    package init() {}
    package static let schema = Schema<Self>("Who the container's process is, and what it may do.") {
        Field(1, "capabilities", \.capabilities)
        Field(2, "privileged", \.privileged)
        Field(3, "namespaceOptions", \.namespaceOptions)
        Field(5, "runAsUser", \.runAsUser)
        Field(6, "runAsUsername", \.runAsUsername)
        Field(7, "readonlyRootfs", \.readonlyRootfs)
        Field(8, "supplementalGroups", \.supplementalGroups)
        Field(11, "noNewPrivs", \.noNewPrivs)
        Field(12, "runAsGroup", \.runAsGroup)
        Field(13, "maskedPaths", \.maskedPaths)
        Field(14, "readonlyPaths", \.readonlyPaths)
        Field(15, "seccomp", \.seccomp)
    }
}

/// Capabilities to add to the default ones, or to drop from them; `ALL` is every one.
package struct Capability: Declared {
    package var addCapabilities: [String] = []
    package var dropCapabilities: [String] = []
    package var addAmbientCapabilities: [String] = []
    package init() {}
    package static let schema = Schema<Self>(
        "Capabilities to add to the default ones, or to drop from them; `ALL` is every one."
    ) {
        Field(1, "addCapabilities", \.addCapabilities)
        Field(2, "dropCapabilities", \.dropCapabilities)
        Field(3, "addAmbientCapabilities", \.addAmbientCapabilities)
    }
}

/// Which profile is meant.
package enum SecurityProfileType: Int, ProtobufEnum {
    case runtimeDefault = 0, unconfined = 1, localhost = 2
}

/// A seccomp profile.
package struct SecurityProfile: Declared {
    package var profileType = SecurityProfileType.runtimeDefault
    package var localhostRef = ""
    package init() {}
    package static let schema = Schema<Self>("A seccomp profile.") {
        Field(1, "profileType", \.profileType)
        Field(2, "localhostRef", \.localhostRef)
    }
}

/// A number that may be absent.
package struct Int64Value: Declared {
    package var value = 0
    package init() {}
    package static let schema = Schema<Self>("A number that may be absent.") {
        Field(1, "value", \.value)
    }
}
