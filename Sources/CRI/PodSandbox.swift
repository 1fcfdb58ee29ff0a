package import Schema

// A pod sandbox: the namespaces and the cgroup that a pod's containers share, and its address.

/// Whether the sandbox can take containers.
package enum PodSandboxState: Int, ProtobufEnum {
    case ready = 0, notReady = 1
}

/// Makes a sandbox and starts it.
package struct RunPodSandboxRequest: Declared {
    package var config = PodSandboxConfig()
    package var runtimeHandler = ""
    package init() {}
    package static let schema = Schema<Self>("Makes a sandbox and starts it.") {
        Field(1, "config", \.config)
        Field(2, "runtimeHandler", \.runtimeHandler)
    }
}

/// The new sandbox.
package struct RunPodSandboxResponse: Declared {
    package var podSandboxID = ""
    package init() {}
    package static let schema = Schema<Self>("The new sandbox.") {
        Field(1, "podSandboxId", \.podSandboxID)
    }
}

/// Ends what runs in the sandbox and gives its network back; may be repeated.
package struct StopPodSandboxRequest: Declared {
    package var podSandboxID = ""
    package init() {}
    package static let schema = Schema<Self>(
        "Ends what runs in the sandbox and gives its network back; may be repeated."
    ) {
        Field(1, "podSandboxId", \.podSandboxID)
    }
}

/// Nothing.
package struct StopPodSandboxResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// Removes the sandbox and its containers; may be repeated.
package struct RemovePodSandboxRequest: Declared {
    package var podSandboxID = ""
    package init() {}
    package static let schema = Schema<Self>("Removes the sandbox and its containers; may be repeated.") {
        Field(1, "podSandboxId", \.podSandboxID)
    }
}

/// Nothing.
package struct RemovePodSandboxResponse: Declared {
    package init() {}
    package static let schema = Schema<Self>("Nothing.") {}
}

/// Asks for a sandbox.
package struct PodSandboxStatusRequest: Declared {
    package var podSandboxID = ""
    package var verbose = false
    package init() {}
    package static let schema = Schema<Self>("Asks for a sandbox.") {
        Field(1, "podSandboxId", \.podSandboxID)
        Field(2, "verbose", \.verbose)
    }
}

/// A sandbox as it is.
package struct PodSandboxStatusResponse: Declared {
    package var status: PodSandboxStatus? = nil
    package var info: [String: String] = [:]
    package var containersStatuses: [ContainerStatus] = []
    package var timestamp = 0
    package init() {}
    package static let schema = Schema<Self>("A sandbox as it is.") {
        Field(1, "status", \.status)
        Field(2, "info", \.info)
        Field(3, "containersStatuses", \.containersStatuses)
        Field(4, "timestamp", \.timestamp)
    }
}

/// A sandbox as it is.
package struct PodSandboxStatus: Declared {
    package var id = ""
    package var metadata = PodSandboxMetadata()
    package var state = PodSandboxState.ready
    package var createdAt = 0
    package var network: PodSandboxNetworkStatus? = nil
    package var linux: LinuxPodSandboxStatus? = nil
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var runtimeHandler = ""
    package init() {}
    package static let schema = Schema<Self>("A sandbox as it is.") {
        Field(1, "id", \.id)
        Field(2, "metadata", \.metadata)
        Field(3, "state", \.state)
        Field(4, "createdAt", \.createdAt, "In nanoseconds since 1970.")
        Field(5, "network", \.network)
        Field(6, "linux", \.linux)
        Field(7, "labels", \.labels)
        Field(8, "annotations", \.annotations)
        Field(9, "runtimeHandler", \.runtimeHandler)
    }
}

/// The pod's addresses.
package struct PodSandboxNetworkStatus: Declared {
    package var ip = ""
    package var additionalIps: [PodIP] = []
    package init() {}
    package static let schema = Schema<Self>("The pod's addresses.") {
        Field(1, "ip", \.ip)
        Field(2, "additionalIps", \.additionalIps)
    }
}

/// An address.
package struct PodIP: Declared {
    package var ip = ""
    package init() {}
    package static let schema = Schema<Self>("An address.") {
        Field(1, "ip", \.ip)
    }
}

/// The sandbox's namespaces.
package struct LinuxPodSandboxStatus: Declared {
    package var namespaces: Namespace? = nil
    package init() {}
    package static let schema = Schema<Self>("The sandbox's namespaces.") {
        Field(1, "namespaces", \.namespaces)
    }
}

/// The sandbox's namespaces.
package struct Namespace: Declared {
    package var options: NamespaceOption? = nil
    package init() {}
    package static let schema = Schema<Self>("The sandbox's namespaces.") {
        Field(2, "options", \.options)
    }
}

/// A state to filter by.
package struct PodSandboxStateValue: Declared {
    package var state = PodSandboxState.ready
    package init() {}
    package static let schema = Schema<Self>("A state to filter by.") {
        Field(1, "state", \.state)
    }
}

/// Which sandboxes are meant; all conditions hold.
package struct PodSandboxFilter: Declared {
    package var id = ""
    package var state: PodSandboxStateValue? = nil
    package var labelSelector: [String: String] = [:]
    package init() {}
    package static let schema = Schema<Self>("Which sandboxes are meant; all conditions hold.") {
        Field(1, "id", \.id)
        Field(2, "state", \.state)
        Field(3, "labelSelector", \.labelSelector)
    }
}

/// Asks for sandboxes.
package struct ListPodSandboxRequest: Declared {
    package var filter: PodSandboxFilter? = nil
    package init() {}
    package static let schema = Schema<Self>("Asks for sandboxes.") {
        Field(1, "filter", \.filter)
    }
}

/// Sandboxes, briefly.
package struct ListPodSandboxResponse: Declared {
    package var items: [PodSandbox] = []
    package init() {}
    package static let schema = Schema<Self>("Sandboxes, briefly.") {
        Field(1, "items", \.items)
    }
}

/// A sandbox, briefly.
package struct PodSandbox: Declared {
    package var id = ""
    package var metadata = PodSandboxMetadata()
    package var state = PodSandboxState.ready
    package var createdAt = 0
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var runtimeHandler = ""
    package init() {}
    package static let schema = Schema<Self>("A sandbox, briefly.") {
        Field(1, "id", \.id)
        Field(2, "metadata", \.metadata)
        Field(3, "state", \.state)
        Field(4, "createdAt", \.createdAt, "In nanoseconds since 1970.")
        Field(5, "labels", \.labels)
        Field(6, "annotations", \.annotations)
        Field(7, "runtimeHandler", \.runtimeHandler)
    }
}
