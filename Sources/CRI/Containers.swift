package import Schema

// A container's life: created, running, exited, removed.

/// Where in its life a container is.
package enum ContainerState: Int, ProtobufEnum {
    case created = 0, running = 1, exited = 2, unknown = 3
}

/// Makes a container in a sandbox, without starting it.
package struct CreateContainerRequest: Declared {
    package var podSandboxID = ""
    package var config = ContainerConfig()
    package var sandboxConfig = PodSandboxConfig()
    package init() {}
    package static let schema = Schema<Self>("Makes a container in a sandbox, without starting it.") {
        Field(1, "podSandboxId", \.podSandboxID)
        Field(2, "config", \.config)
        Field(3, "sandboxConfig", \.sandboxConfig)
    }
}

/// The new container.
package struct CreateContainerResponse: Declared {
    package var containerID = ""
    package init() {}
    package static let schema = Schema<Self>("The new container.") {
        Field(1, "containerId", \.containerID)
    }
}

/// Starts a container.
package struct StartContainerRequest: Declared {
    package var containerID = ""
    package init() {}
    package static let schema = Schema<Self>("Starts a container.") {
        Field(1, "containerId", \.containerID)
    }
}

/// Nothing.
package struct StartContainerResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// Asks a container to end, and kills it when it hasn't in time; may be repeated.
package struct StopContainerRequest: Declared {
    package var containerID = ""
    package var timeout = 0
    package init() {}
    package static let schema = Schema<Self>(
        "Asks a container to end, and kills it when it hasn't in time; may be repeated."
    ) {
        Field(1, "containerId", \.containerID)
        Field(2, "timeout", \.timeout, "In seconds.")
    }
}

/// Nothing.
package struct StopContainerResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// Removes a container, killing it first; may be repeated.
package struct RemoveContainerRequest: Declared {
    package var containerID = ""
    package init() {}
    package static let schema = Schema<Self>("Removes a container, killing it first; may be repeated.") {
        Field(1, "containerId", \.containerID)
    }
}

/// Nothing.
package struct RemoveContainerResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// A state to filter by.
package struct ContainerStateValue: Declared {
    package var state = ContainerState.created
    package init() {}
    package static let schema = Schema<Self>("A state to filter by.") {
        Field(1, "state", \.state)
    }
}

/// Which containers are meant; all conditions hold.
package struct ContainerFilter: Declared {
    package var id = ""
    package var state: ContainerStateValue? = nil
    package var podSandboxID = ""
    package var labelSelector: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("Which containers are meant; all conditions hold.") {
        Field(1, "id", \.id)
        Field(2, "state", \.state)
        Field(3, "podSandboxId", \.podSandboxID)
        Field(4, "labelSelector", \.labelSelector)
    }
}

/// Asks for containers.
package struct ListContainersRequest: Declared {
    package var filter: ContainerFilter? = nil
    package init() {}
    package static let schema = Schema<Self>("Asks for containers.") {
        Field(1, "filter", \.filter)
    }
}

/// Containers, briefly.
package struct ListContainersResponse: Declared {
    package var containers: [Container] = []
    package init() {}
    package static let schema = Schema<Self>("Containers, briefly.") {
        Field(1, "containers", \.containers)
    }
}

/// A container, briefly.
package struct Container: Declared {
    package var id = ""
    package var podSandboxID = ""
    package var metadata = ContainerMetadata()
    package var image = ImageSpec()
    package var imageRef = ""
    package var state = ContainerState.created
    package var createdAt = 0
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var imageID = ""
    package init() {}
    package static let schema = Schema<Self>("A container, briefly.") {
        Field(1, "id", \.id)
        Field(2, "podSandboxId", \.podSandboxID)
        Field(3, "metadata", \.metadata)
        Field(4, "image", \.image)
        Field(5, "imageRef", \.imageRef)
        Field(6, "state", \.state)
        Field(7, "createdAt", \.createdAt, "In nanoseconds since 1970.")
        Field(8, "labels", \.labels)
        Field(9, "annotations", \.annotations)
        Field(10, "imageId", \.imageID)
    }
}

/// Asks for a container.
package struct ContainerStatusRequest: Declared {
    package var containerID = ""
    package var verbose = false
    package init() {}
    package static let schema = Schema<Self>("Asks for a container.") {
        Field(1, "containerId", \.containerID)
        Field(2, "verbose", \.verbose)
    }
}

/// A container as it is.
package struct ContainerStatusResponse: Declared {
    package var status: ContainerStatus? = nil
    package var info: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("A container as it is.") {
        Field(1, "status", \.status)
        Field(2, "info", \.info)
    }
}

/// A container as it is.
package struct ContainerStatus: Declared {
    package var id = ""
    package var metadata = ContainerMetadata()
    package var state = ContainerState.created
    package var createdAt = 0
    package var startedAt = 0
    package var finishedAt = 0
    package var exitCode = 0
    package var image = ImageSpec()
    package var imageRef = ""
    package var reason = ""
    package var message = ""
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var mounts: [Mount] = []
    package var logPath = ""
    package var resources: ContainerResources? = nil
    package var imageID = ""
    package var user: ContainerUser? = nil
    package var stopSignal = Signal.runtimeDefault
    package init() {}
    package static let schema = Schema<Self>("A container as it is.") {
        Field(1, "id", \.id)
        Field(2, "metadata", \.metadata)
        Field(3, "state", \.state)
        Field(4, "createdAt", \.createdAt, "In nanoseconds since 1970.")
        Field(5, "startedAt", \.startedAt, "In nanoseconds since 1970.")
        Field(6, "finishedAt", \.finishedAt, "In nanoseconds since 1970.")
        Field(7, "exitCode", \.exitCode)
        Field(8, "image", \.image)
        Field(9, "imageRef", \.imageRef)
        Field(10, "reason", \.reason, "`Completed`, `Error`, `OOMKilled`, `StartError`.")
        Field(11, "message", \.message)
        Field(12, "labels", \.labels)
        Field(13, "annotations", \.annotations)
        Field(14, "mounts", \.mounts)
        Field(15, "logPath", \.logPath)
        Field(16, "resources", \.resources)
        Field(17, "imageId", \.imageID)
        Field(18, "user", \.user)
        Field(19, "stopSignal", \.stopSignal)
    }
}

/// A container's limits.
package struct ContainerResources: Declared {
    package var linux: LinuxContainerResources? = nil
    package init() {}
    package static let schema = Schema<Self>("A container's limits.") {
        Field(1, "linux", \.linux)
    }
}

/// Who the container's first process is.
package struct ContainerUser: Declared {
    package var linux: LinuxContainerUser? = nil
    package init() {}
    package static let schema = Schema<Self>("Who the container's first process is.") {
        Field(1, "linux", \.linux)
    }
}

/// Who the container's first process is.
package struct LinuxContainerUser: Declared {
    package var uid = 0
    package var gid = 0
    package var supplementalGroups: [Int] = []
    package init() {}
    package static let schema = Schema<Self>("Who the container's first process is.") {
        Field(1, "uid", \.uid)
        Field(2, "gid", \.gid)
        Field(3, "supplementalGroups", \.supplementalGroups)
    }
}

/// Changes the limits of a running container.
package struct UpdateContainerResourcesRequest: Declared {
    package var containerID = ""
    package var linux: LinuxContainerResources? = nil
    package var annotations: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("Changes the limits of a running container.") {
        Field(1, "containerId", \.containerID)
        Field(2, "linux", \.linux)
        Field(4, "annotations", \.annotations)
    }
}

/// Nothing.
package struct UpdateContainerResourcesResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// Makes the runtime open the log file again, after it was renamed.
package struct ReopenContainerLogRequest: Declared {
    package var containerID = ""
    package init() {}
    package static let schema = Schema<Self>("Makes the runtime open the log file again, after it was renamed.") {
        Field(1, "containerId", \.containerID)
    }
}

/// Nothing.
package struct ReopenContainerLogResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}
