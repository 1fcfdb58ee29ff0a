public import Schema

public struct PodStatus: Declared {
    public var phase = PodPhase()
    public var conditions: [PodCondition] = []
    public var message = ""
    public var reason = ""
    public var nominatedNodeName = ""
    public var hostIP = ""
    public var hostIPs: [HostIP] = []
    public var podIP = ""
    public var podIPs: [PodIP] = []
    public var startTime: Time?
    public var initContainerStatuses: [ContainerStatus] = []
    public var containerStatuses: [ContainerStatus] = []
    public var qosClass = PodQOSClass()
    public var ephemeralContainerStatuses: [ContainerStatus] = []
    public var resize = ""

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a pod.") {
        Field(1, "phase", \.phase, "Where the pod stands in its life, in one word.")
        Field(
            2, "conditions", \.conditions, merge: .byKey("type"),
            "Aspects of the state, such as PodScheduled and Ready.")
        Field(3, "message", \.message, "Why the pod is in this state, for people.")
        Field(4, "reason", \.reason, "Why the pod is in this state, in one word, such as Evicted.")
        Field(11, "nominatedNodeName", \.nominatedNodeName, "The node on which room is being made for the pod.")
        Field(5, "hostIP", \.hostIP, "Address of the node.")
        Field(16, "hostIPs", \.hostIPs, merge: .byKey("ip"), "Addresses of the node.")
        Field(6, "podIP", \.podIP, "Address of the pod.")
        Field(12, "podIPs", \.podIPs, merge: .byKey("ip"), "Addresses of the pod, one a family.")
        Field(7, "startTime", \.startTime, "When the kubelet took the pod up.")
        Field(10, "initContainerStatuses", \.initContainerStatuses, "State of the init containers.")
        Field(8, "containerStatuses", \.containerStatuses, "State of the containers.")
        Field(9, "qosClass", \.qosClass, "Guaranteed, Burstable or BestEffort: who goes first when memory is short.")
        Field(13, "ephemeralContainerStatuses", \.ephemeralContainerStatuses, "State of the ephemeral containers.")
        Field(14, "resize", \.resize, "State of a resize in place.")
    }
}

public struct PodCondition: Declared {
    public var type = PodConditionType()
    public var status = ConditionStatus()
    public var lastProbeTime = Time()
    public var lastTransitionTime = Time()
    public var reason = ""
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("One aspect of a pod's state.") {
        Field(1, "type", \.type, required: true, "Such as Ready, PodScheduled, Initialized, ContainersReady.")
        Field(2, "status", \.status, required: true, "True, False or Unknown.")
        Field(3, "lastProbeTime", \.lastProbeTime, "When it was last looked at.")
        Field(4, "lastTransitionTime", \.lastTransitionTime, "When the status last changed.")
        Field(5, "reason", \.reason, "One word in CamelCase.")
        Field(6, "message", \.message, "For people.")
    }
}

public struct PodIP: Declared {
    public var ip = ""

    public init() {}

    public static let schema = Schema<Self>("An address of a pod.") {
        Field(1, "ip", \.ip, required: true, "The address.")
    }
}

public struct HostIP: Declared {
    public var ip = ""

    public init() {}

    public static let schema = Schema<Self>("An address of a node.") {
        Field(1, "ip", \.ip, required: true, "The address.")
    }
}

/// Where a pod stands in its life.
public struct PodPhase: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let pending: PodPhase = "Pending"
    public static let running: PodPhase = "Running"
    public static let succeeded: PodPhase = "Succeeded"
    public static let failed: PodPhase = "Failed"
    public static let unknown: PodPhase = "Unknown"
}

/// Aspects of a pod's state.
public struct PodConditionType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let podScheduled: PodConditionType = "PodScheduled"
    public static let ready: PodConditionType = "Ready"
    public static let initialized: PodConditionType = "Initialized"
    public static let containersReady: PodConditionType = "ContainersReady"
    public static let disruptionTarget: PodConditionType = "DisruptionTarget"
    public static let podReadyToStartContainers: PodConditionType = "PodReadyToStartContainers"
}

/// Who goes first when memory is short.
public struct PodQOSClass: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let guaranteed: PodQOSClass = "Guaranteed"
    public static let burstable: PodQOSClass = "Burstable"
    public static let bestEffort: PodQOSClass = "BestEffort"
}
