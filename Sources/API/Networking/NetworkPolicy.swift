public import Schema

public struct NetworkPolicy: Declared {
    public var metadata = ObjectMeta()
    public var spec = NetworkPolicySpec()

    public init() {}

    public static let schema = Schema<Self>("Which traffic pods may get and send.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "spec", \.spec, "The rules.")
    }
}

extension NetworkPolicy: Resource {
    public static let kind = Kind(
        group: "networking.k8s.io", name: "NetworkPolicy", plural: "networkpolicies", shortNames: ["netpol"])
}

public struct NetworkPolicySpec: Declared {
    public var podSelector = LabelSelector()
    public var ingress: [NetworkPolicyIngressRule] = []
    public var egress: [NetworkPolicyEgressRule] = []
    public var policyTypes: [String] = []

    public init() {}

    public static let schema = Schema<Self>("The rules of a network policy.") {
        Field(1, "podSelector", \.podSelector, merge: .atomic, "The pods it is about.")
        Field(2, "ingress", \.ingress, "Traffic they may get.")
        Field(3, "egress", \.egress, "Traffic they may send.")
        Field(4, "policyTypes", \.policyTypes, "Ingress, Egress or both.")
    }
}

public struct NetworkPolicyIngressRule: Declared {
    public var ports: [NetworkPolicyPort] = []
    public var from: [NetworkPolicyPeer] = []

    public init() {}

    public static let schema = Schema<Self>("Traffic that pods may get.") {
        Field(1, "ports", \.ports, "The ports.")
        Field(2, "from", \.from, "From whom; from everybody by default.")
    }
}

public struct NetworkPolicyEgressRule: Declared {
    public var ports: [NetworkPolicyPort] = []
    public var to: [NetworkPolicyPeer] = []

    public init() {}

    public static let schema = Schema<Self>("Traffic that pods may send.") {
        Field(1, "ports", \.ports, "The ports.")
        Field(2, "to", \.to, "To whom; to everybody by default.")
    }
}

public struct NetworkPolicyPort: Declared {
    public var `protocol`: PortProtocol?
    public var port: IntOrString?
    public var endPort: Int?

    public init() {}

    public static let schema = Schema<Self>("A port.") {
        Field(1, "protocol", \.protocol, default: "TCP", "TCP, UDP or SCTP.")
        Field(2, "port", \.port, "The port.")
        Field(3, "endPort", \.endPort, "The last port of a range.")
    }
}

public struct NetworkPolicyPeer: Declared {
    public var podSelector: LabelSelector?
    public var namespaceSelector: LabelSelector?
    public var ipBlock: IPBlock?

    public init() {}

    public static let schema = Schema<Self>("Whom traffic may come from or go to.") {
        Field(1, "podSelector", \.podSelector, merge: .atomic, "These pods.")
        Field(2, "namespaceSelector", \.namespaceSelector, merge: .atomic, "Pods of these namespaces.")
        Field(3, "ipBlock", \.ipBlock, "These addresses.")
    }
}

public struct IPBlock: Declared {
    public var cidr = ""
    public var except: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A range of addresses.") {
        Field(1, "cidr", \.cidr, required: true, "The range.")
        Field(2, "except", \.except, "But not these.")
    }
}
