public import Schema

public struct Service: Declared {
    public var metadata = ObjectMeta()
    public var spec = ServiceSpec()
    public var status = ServiceStatus()

    public init() {}

    public static let schema = Schema<Self>("A fixed name and address for a changing set of pods.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "Which pods, which ports, which address.")
        Field(3, "status", \.status, "What was observed.")
    }
}

extension Service: Resource {
    public static let kind = Kind(
        name: "Service", plural: "services", shortNames: ["svc"], categories: ["all"], subresources: [.status, .proxy])
}

public struct ServiceSpec: Declared {
    public var ports: [ServicePort] = []
    public var selector: [String: String] = [:]
    public var clusterIP = ""
    public var clusterIPs: [String] = []
    public var type = ServiceType()
    public var externalIPs: [String] = []
    public var sessionAffinity = ServiceAffinity()
    public var loadBalancerIP = ""
    public var loadBalancerSourceRanges: [String] = []
    public var externalName = ""
    public var externalTrafficPolicy = ServiceTrafficPolicy()
    public var healthCheckNodePort = 0
    public var publishNotReadyAddresses = false
    public var sessionAffinityConfig: SessionAffinityConfig?
    public var ipFamilies: [IPFamily] = []
    public var ipFamilyPolicy: IPFamilyPolicy?
    public var allocateLoadBalancerNodePorts: Bool?
    public var loadBalancerClass: String?
    public var internalTrafficPolicy: ServiceTrafficPolicy?
    public var trafficDistribution: String?

    public init() {}

    public static let schema = Schema<Self>("Which pods stand behind a service, and how they are reached.") {
        Field(1, "ports", \.ports, merge: .byKey("port", "protocol"), "The ports.")
        Field(
            2, "selector", \.selector, merge: .atomic,
            "Labels of the pods; without one, somebody else writes the endpoints.")
        Field(3, "clusterIP", \.clusterIP, "The address; None for a headless service.")
        Field(18, "clusterIPs", \.clusterIPs, "The addresses, one a family.")
        Field(4, "type", \.type, default: "ClusterIP", "ClusterIP, NodePort, LoadBalancer or ExternalName.")
        Field(5, "externalIPs", \.externalIPs, "More addresses for which nodes accept traffic.")
        Field(7, "sessionAffinity", \.sessionAffinity, default: "None", "ClientIP: the same client meets the same pod.")
        Field(8, "loadBalancerIP", \.loadBalancerIP, "Deprecated.")
        Field(9, "loadBalancerSourceRanges", \.loadBalancerSourceRanges, "Who may use the load balancer.")
        Field(10, "externalName", \.externalName, "The name that an ExternalName service stands for.")
        Field(
            11, "externalTrafficPolicy", \.externalTrafficPolicy,
            "Local: a node sends traffic from outside to its own pods only.")
        Field(
            12, "healthCheckNodePort", \.healthCheckNodePort, "Where a load balancer asks a node whether it has pods.")
        Field(13, "publishNotReadyAddresses", \.publishNotReadyAddresses, "Pods count that aren't ready.")
        Field(14, "sessionAffinityConfig", \.sessionAffinityConfig, "Details of the session affinity.")
        Field(19, "ipFamilies", \.ipFamilies, "IPv4, IPv6.")
        Field(17, "ipFamilyPolicy", \.ipFamilyPolicy, "SingleStack, PreferDualStack or RequireDualStack.")
        Field(
            20, "allocateLoadBalancerNodePorts", \.allocateLoadBalancerNodePorts,
            "False: no node ports for the load balancer.")
        Field(21, "loadBalancerClass", \.loadBalancerClass, "Who provides the load balancer.")
        Field(22, "internalTrafficPolicy", \.internalTrafficPolicy, "Local: traffic from inside stays on the node.")
        Field(23, "trafficDistribution", \.trafficDistribution, "PreferClose: endpoints in the zone first.")
    }
}

public struct ServicePort: Declared {
    public var name = ""
    public var `protocol` = PortProtocol()
    public var appProtocol: String?
    public var port = 0
    public var targetPort: IntOrString?
    public var nodePort = 0

    public init() {}

    public static let schema = Schema<Self>("A port of a service.") {
        Field(1, "name", \.name, "Needed when there are several.")
        Field(2, "protocol", \.protocol, default: "TCP", "TCP, UDP or SCTP.")
        Field(6, "appProtocol", \.appProtocol, "What is spoken there.")
        Field(3, "port", \.port, required: true, always: true, "The port on the service's address.")
        Field(4, "targetPort", \.targetPort, "Number, or name of a container port; the same port by default.")
        Field(5, "nodePort", \.nodePort, "The port on every node.")
    }
}

public struct ServiceStatus: Declared {
    public var loadBalancer = LoadBalancerStatus()
    public var conditions: [Condition] = []

    public init() {}

    public static let schema = Schema<Self>("What was last observed of a service.") {
        Field(1, "loadBalancer", \.loadBalancer, "The load balancer's addresses.")
        Field(2, "conditions", \.conditions, merge: .byKey("type"), "Aspects of the state.")
    }
}

public struct LoadBalancerStatus: Declared {
    public var ingress: [LoadBalancerIngress] = []

    public init() {}

    public static let schema = Schema<Self>("Where a load balancer is reached.") {
        Field(1, "ingress", \.ingress, "Its addresses.")
    }
}

public struct LoadBalancerIngress: Declared {
    public var ip = ""
    public var hostname = ""
    public var ipMode: String?
    public var ports: [PortStatus] = []

    public init() {}

    public static let schema = Schema<Self>("An address of a load balancer.") {
        Field(1, "ip", \.ip, "The address.")
        Field(2, "hostname", \.hostname, "The host name.")
        Field(3, "ipMode", \.ipMode, "VIP or Proxy: what a node does with traffic to the address.")
        Field(4, "ports", \.ports, "The ports.")
    }
}

public struct PortStatus: Declared {
    public var port = 0
    public var `protocol` = PortProtocol()
    public var error: String?

    public init() {}

    public static let schema = Schema<Self>("A port of a load balancer.") {
        Field(1, "port", \.port, always: true, "The port.")
        Field(2, "protocol", \.protocol, "TCP, UDP or SCTP.")
        Field(3, "error", \.error, "What is wrong with it.")
    }
}

public struct SessionAffinityConfig: Declared {
    public var clientIP: ClientIPConfig?

    public init() {}

    public static let schema = Schema<Self>("Details of the session affinity.") {
        Field(1, "clientIP", \.clientIP, "By the client's address.")
    }
}

public struct ClientIPConfig: Declared {
    public var timeoutSeconds: Int?

    public init() {}

    public static let schema = Schema<Self>("Details of affinity by the client's address.") {
        Field(1, "timeoutSeconds", \.timeoutSeconds, "How long it holds; three hours by default.")
    }
}

/// How a service is reached.
public struct ServiceType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let clusterIP: ServiceType = "ClusterIP"
    public static let nodePort: ServiceType = "NodePort"
    public static let loadBalancer: ServiceType = "LoadBalancer"
    public static let externalName: ServiceType = "ExternalName"
}

/// Whether the same client meets the same pod.
public struct ServiceAffinity: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let clientIP: ServiceAffinity = "ClientIP"
    public static let none: ServiceAffinity = "None"
}

/// Whether traffic may leave the node.
public struct ServiceTrafficPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let cluster: ServiceTrafficPolicy = "Cluster"
    public static let local: ServiceTrafficPolicy = "Local"
}

/// A family of addresses.
public struct IPFamily: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let ipv4: IPFamily = "IPv4"
    public static let ipv6: IPFamily = "IPv6"
}

/// Which families a service has.
public struct IPFamilyPolicy: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let singleStack: IPFamilyPolicy = "SingleStack"
    public static let preferDualStack: IPFamilyPolicy = "PreferDualStack"
    public static let requireDualStack: IPFamilyPolicy = "RequireDualStack"
}
