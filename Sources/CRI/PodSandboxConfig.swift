package import Schema

// What a pod sandbox is made from.

/// What identifies a sandbox.
package struct PodSandboxMetadata: Declared {
    package var name = ""
    package var uid = ""
    package var namespace = ""
    package var attempt = 0
    package init() {}
    package static let schema = Schema<Self>("What identifies a sandbox.") {
        Field(1, "name", \.name, "The pod's name.")
        Field(2, "uid", \.uid, "The pod's UID.")
        Field(3, "namespace", \.namespace, "The pod's namespace.")
        Field(4, "attempt", \.attempt, "How many sandboxes the pod had before.")
    }
}

/// All that a sandbox is made from.
package struct PodSandboxConfig: Declared {
    package var metadata = PodSandboxMetadata()
    package var hostname = ""
    package var logDirectory = ""
    package var dnsConfig: DNSConfig? = nil
    package var portMappings: [PortMapping] = []
    package var labels: [String: String] = [:]
    package var annotations: [String: String] = [:]
    package var linux: LinuxPodSandboxConfig? = nil
    package init() {}
    package static let schema = Schema<Self>("All that a sandbox is made from.") {
        Field(1, "metadata", \.metadata)
        Field(2, "hostname", \.hostname)
        Field(3, "logDirectory", \.logDirectory, "The folder of the containers' logs on the node.")
        Field(4, "dnsConfig", \.dnsConfig)
        Field(5, "portMappings", \.portMappings)
        Field(6, "labels", \.labels)
        Field(7, "annotations", \.annotations)
        Field(8, "linux", \.linux)
    }
}

/// What the containers' /etc/resolv.conf says.
package struct DNSConfig: Declared {
    package var servers: [String] = []
    package var searches: [String] = []
    package var options: [String] = []
    package init() {}
    package static let schema = Schema<Self>("What the containers' /etc/resolv.conf says.") {
        Field(1, "servers", \.servers)
        Field(2, "searches", \.searches)
        Field(3, "options", \.options)
    }
}

/// The protocol of a port mapping.
package enum PortProtocol: Int, ProtobufEnum {
    case tcp = 0, udp = 1, sctp = 2
}

/// A port of the pod that is to be reachable on the node.
package struct PortMapping: Declared {
    package var `protocol` = PortProtocol.tcp
    package var containerPort = 0
    package var hostPort = 0
    package var hostIP = ""
    package init() {}
    package static let schema = Schema<Self>("A port of the pod that is to be reachable on the node.") {
        Field(1, "protocol", \.`protocol`)
        Field(2, "containerPort", \.containerPort)
        Field(3, "hostPort", \.hostPort)
        Field(4, "hostIp", \.hostIP)
    }
}

/// What a sandbox has on Linux alone.
package struct LinuxPodSandboxConfig: Declared {
    package var cgroupParent = ""
    package var securityContext: LinuxSandboxSecurityContext? = nil
    package var sysctls: [String: String] = [:]
    package var overhead: LinuxContainerResources? = nil
    package var resources: LinuxContainerResources? = nil
    package init() {}
    package static let schema = Schema<Self>("What a sandbox has on Linux alone.") {
        Field(1, "cgroupParent", \.cgroupParent, "The pod's cgroup, below the runtime's.")
        Field(2, "securityContext", \.securityContext)
        Field(3, "sysctls", \.sysctls)
        Field(4, "overhead", \.overhead)
        Field(5, "resources", \.resources)
    }
}

/// The namespaces and the privileges of the sandbox.
package struct LinuxSandboxSecurityContext: Declared {
    package var namespaceOptions: NamespaceOption? = nil
    package var runAsUser: Int64Value? = nil
    package var readonlyRootfs = false
    package var supplementalGroups: [Int] = []
    package var privileged = false
    package var runAsGroup: Int64Value? = nil
    package var seccomp: SecurityProfile? = nil
    package init() {}
    package static let schema = Schema<Self>("The namespaces and the privileges of the sandbox.") {
        Field(1, "namespaceOptions", \.namespaceOptions)
        Field(3, "runAsUser", \.runAsUser)
        Field(4, "readonlyRootfs", \.readonlyRootfs)
        Field(5, "supplementalGroups", \.supplementalGroups)
        Field(6, "privileged", \.privileged)
        Field(8, "runAsGroup", \.runAsGroup)
        Field(9, "seccomp", \.seccomp)
    }
}

/// With whom a namespace is shared.
package enum NamespaceMode: Int, ProtobufEnum {
    case pod = 0, container = 1, node = 2, target = 3
}

/// The namespaces of a sandbox or container.
package struct NamespaceOption: Declared {
    package var network = NamespaceMode.pod
    package var pid = NamespaceMode.pod
    package var ipc = NamespaceMode.pod
    package var targetID = ""
    package init() {}
    package static let schema = Schema<Self>("The namespaces of a sandbox or container.") {
        Field(1, "network", \.network)
        Field(2, "pid", \.pid)
        Field(3, "ipc", \.ipc)
        Field(4, "targetId", \.targetID, "The container whose namespace is meant by ``NamespaceMode/target``.")
    }
}
