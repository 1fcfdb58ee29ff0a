public import Schema

public struct Endpoints: Declared {
    public var metadata = ObjectMeta()
    public var subsets: [EndpointSubset] = []

    public init() {}

    public static let schema = Schema<Self>(
        "The addresses behind a service, all in one object. EndpointSlices replace it."
    ) {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(2, "subsets", \.subsets, "Addresses with the same ports.")
    }
}

extension Endpoints: Resource {
    public static let kind = Kind(name: "Endpoints", plural: "endpoints", shortNames: ["ep"])
}

public struct EndpointSubset: Declared {
    public var addresses: [EndpointAddress] = []
    public var notReadyAddresses: [EndpointAddress] = []
    public var ports: [EndpointPort] = []

    public init() {}

    public static let schema = Schema<Self>("Each of the addresses has each of the ports.") {
        Field(1, "addresses", \.addresses, "Those that are ready.")
        Field(2, "notReadyAddresses", \.notReadyAddresses, "Those that aren't.")
        Field(3, "ports", \.ports, "The ports.")
    }
}

public struct EndpointAddress: Declared {
    public var ip = ""
    public var hostname = ""
    public var nodeName: String?
    public var targetRef: ObjectReference?

    public init() {}

    public static let schema = Schema<Self>("An address behind a service.") {
        Field(1, "ip", \.ip, required: true, "The address.")
        Field(3, "hostname", \.hostname, "Name of the endpoint in DNS.")
        Field(4, "nodeName", \.nodeName, "The node it is on.")
        Field(2, "targetRef", \.targetRef, merge: .atomic, "The pod.")
    }
}

public struct EndpointPort: Declared {
    public var name = ""
    public var port = 0
    public var `protocol` = PortProtocol()
    public var appProtocol: String?

    public init() {}

    public static let schema = Schema<Self>("A port behind a service.") {
        Field(1, "name", \.name, "Name of the service's port.")
        Field(2, "port", \.port, required: true, always: true, "The port.")
        Field(3, "protocol", \.protocol, default: "TCP", "TCP, UDP or SCTP.")
        Field(4, "appProtocol", \.appProtocol, "What is spoken there.")
    }
}
