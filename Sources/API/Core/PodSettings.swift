public import Schema

public struct HostAlias: Declared {
    public var ip = ""
    public var hostnames: [String] = []

    public init() {}

    public static let schema = Schema<Self>("An address and the names for it in the pod's hosts file.") {
        Field(1, "ip", \.ip, required: true, "The address.")
        Field(2, "hostnames", \.hostnames, "Its names.")
    }
}

public struct PodDNSConfig: Declared {
    public var nameservers: [String] = []
    public var searches: [String] = []
    public var options: [PodDNSConfigOption] = []

    public init() {}

    public static let schema = Schema<Self>("The pod's own resolver settings.") {
        Field(1, "nameservers", \.nameservers, "Addresses of name servers.")
        Field(2, "searches", \.searches, "Domains to search.")
        Field(3, "options", \.options, "Options of the resolver.")
    }
}

public struct PodDNSConfigOption: Declared {
    public var name = ""
    public var value: String?

    public init() {}

    public static let schema = Schema<Self>("An option of the resolver.") {
        Field(1, "name", \.name, "Such as ndots.")
        Field(2, "value", \.value, "Its value, if it has one.")
    }
}

public struct PodReadinessGate: Declared {
    public var conditionType = PodConditionType()

    public init() {}

    public static let schema = Schema<Self>("A condition that somebody else sets, without which a pod isn't ready.") {
        Field(1, "conditionType", \.conditionType, required: true, "A type in the pod's conditions.")
    }
}

public struct PodSchedulingGate: Declared {
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("Holds a pod back from the scheduler.") {
        Field(1, "name", \.name, required: true, "Name of the gate.")
    }
}

public struct PodOS: Declared {
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("The operating system that a pod is for.") {
        Field(1, "name", \.name, required: true, "linux or windows.")
    }
}
