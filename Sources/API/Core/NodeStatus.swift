public import Schema

public struct NodeStatus: Declared {
    public var capacity: [String: Quantity] = [:]
    public var allocatable: [String: Quantity] = [:]
    public var conditions: [NodeCondition] = []
    public var addresses: [NodeAddress] = []
    public var daemonEndpoints = NodeDaemonEndpoints()
    public var nodeInfo = NodeSystemInfo()
    public var images: [ContainerImage] = []
    public var volumesInUse: [String] = []
    public var volumesAttached: [AttachedVolume] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a node.") {
        Field(1, "capacity", \.capacity, "What the machine has.")
        Field(2, "allocatable", \.allocatable, "What pods may use of it.")
        Field(4, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state, such as Ready.")
        Field(5, "addresses", \.addresses, merge: .byKey("type"), "Addresses of the node.")
        Field(6, "daemonEndpoints", \.daemonEndpoints, "Where the kubelet listens.")
        Field(7, "nodeInfo", \.nodeInfo, "Versions and identifiers.")
        Field(8, "images", \.images, "Images that are there.")
        Field(9, "volumesInUse", \.volumesInUse, "Volumes that are mounted.")
        Field(10, "volumesAttached", \.volumesAttached, "Volumes that are attached.")
    }
}

public struct NodeCondition: Declared {
    public var type = NodeConditionType()
    public var status = ConditionStatus()
    public var lastHeartbeatTime = Time()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a node's state.") {
        Field(1, "type", \.type, required: true, "Such as Ready, MemoryPressure, DiskPressure, PIDPressure.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(3, "lastHeartbeatTime", \.lastHeartbeatTime, "When it was last reported.")
        Field(4, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(5, "reason", \.reason, "One word in CamelCase.")
        Field(6, "message", \.message, "For people.")
    }
}

public struct NodeAddress: Declared {
    public var type = NodeAddressType()
    public var address = ""

    public init() {}

    public static let schema = Schema<Self>("An address of a node.") {
        Field(1, "type", \.type, required: true, "InternalIP, ExternalIP, Hostname, InternalDNS or ExternalDNS.")
        Field(2, "address", \.address, required: true, "The address.")
    }
}

public struct NodeDaemonEndpoints: Declared {
    public var kubeletEndpoint = DaemonEndpoint()

    public init() {}

    public static let schema = Schema<Self>("Where the daemons of a node listen.") {
        Field(1, "kubeletEndpoint", \.kubeletEndpoint, "The kubelet.")
    }
}

public struct DaemonEndpoint: Declared {
    public var port = 0

    public init() {}

    public static let schema = Schema<Self>("Where a daemon listens.") {
        Field(1, "Port", \.port, always: true, "The port.")
    }
}

public struct NodeSystemInfo: Declared {
    public var machineID = ""
    public var systemUUID = ""
    public var bootID = ""
    public var kernelVersion = ""
    public var osImage = ""
    public var containerRuntimeVersion = ""
    public var kubeletVersion = ""
    public var kubeProxyVersion = ""
    public var operatingSystem = ""
    public var architecture = ""

    public init() {}

    public static let schema = Schema<Self>("Versions and identifiers of a node.") {
        Field(1, "machineID", \.machineID, "From /etc/machine-id.")
        Field(2, "systemUUID", \.systemUUID, "Of the hardware.")
        Field(3, "bootID", \.bootID, "New with each start of the machine.")
        Field(4, "kernelVersion", \.kernelVersion, "As uname -r says.")
        Field(5, "osImage", \.osImage, "Name of the distribution.")
        Field(6, "containerRuntimeVersion", \.containerRuntimeVersion, "Such as containerd://1.7.")
        Field(7, "kubeletVersion", \.kubeletVersion, "Version of the kubelet.")
        Field(8, "kubeProxyVersion", \.kubeProxyVersion, "Deprecated.")
        Field(9, "operatingSystem", \.operatingSystem, "Such as linux.")
        Field(10, "architecture", \.architecture, "Such as amd64.")
    }
}

public struct ContainerImage: Declared {
    public var names: [String] = []
    public var sizeBytes = 0

    public init() {}

    public static let schema = Schema<Self>("An image that is on a node.") {
        Field(1, "names", \.names, always: true, "Its names.")
        Field(2, "sizeBytes", \.sizeBytes, "Its size.")
    }
}

public struct AttachedVolume: Declared {
    public var name = ""
    public var devicePath = ""

    public init() {}

    public static let schema = Schema<Self>("A volume that is attached to a node.") {
        Field(1, "name", \.name, required: true, "Name of the volume.")
        Field(2, "devicePath", \.devicePath, required: true, "Path of the device.")
    }
}

/// Aspects of a node's state.
public struct NodeConditionType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let ready: NodeConditionType = "Ready"
    public static let memoryPressure: NodeConditionType = "MemoryPressure"
    public static let diskPressure: NodeConditionType = "DiskPressure"
    public static let pidPressure: NodeConditionType = "PIDPressure"
    public static let networkUnavailable: NodeConditionType = "NetworkUnavailable"
}

/// What kind of address a node has.
public struct NodeAddressType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let hostname: NodeAddressType = "Hostname"
    public static let internalIP: NodeAddressType = "InternalIP"
    public static let externalIP: NodeAddressType = "ExternalIP"
    public static let internalDNS: NodeAddressType = "InternalDNS"
    public static let externalDNS: NodeAddressType = "ExternalDNS"
}
