public import Schema

public struct EndpointSlice: Declared {
    public var metadata = ObjectMeta()
    public var addressType = AddressType()
    public var endpoints: [Endpoint] = []
    public var ports: [EndpointSlicePort] = []

    public init() {}

    public static let schema = Schema<Self>("Some of the addresses behind a service.") {
        Field(1, "metadata", \.metadata, "Standard metadata.")
        Field(4, "addressType", \.addressType, required: true, "IPv4, IPv6 or FQDN.")
        Field(2, "endpoints", \.endpoints, always: true, "The endpoints, at most 1000.")
        Field(3, "ports", \.ports, always: true, "The ports that each endpoint has.")
    }
}

extension EndpointSlice: Resource {
    public static let kind = Kind(group: "discovery.k8s.io", name: "EndpointSlice", plural: "endpointslices")
}

public struct Endpoint: Declared {
    public var addresses: [String] = []
    public var conditions = EndpointConditions()
    public var hostname: String?
    public var targetRef: ObjectReference?
    public var deprecatedTopology: [String: String] = [:]
    public var nodeName: String?
    public var zone: String?
    public var hints: EndpointHints?

    public init() {}

    public static let schema = Schema<Self>("One endpoint of a service, mostly a pod.") {
        Field(
            1, "addresses", \.addresses, required: true, always: true, merge: .set,
            "Its addresses, of which the first counts.")
        Field(2, "conditions", \.conditions, "Whether it should get traffic.")
        Field(3, "hostname", \.hostname, "Its name in DNS.")
        Field(4, "targetRef", \.targetRef, merge: .atomic, "The pod.")
        Field(5, "deprecatedTopology", \.deprecatedTopology, "Deprecated.")
        Field(6, "nodeName", \.nodeName, "The node it is on.")
        Field(7, "zone", \.zone, "The zone it is in.")
        Field(8, "hints", \.hints, "For whom it is meant.")
    }
}

public struct EndpointConditions: Declared {
    public var ready: Bool?
    public var serving: Bool?
    public var terminating: Bool?

    public init() {}

    public static let schema = Schema<Self>("Whether an endpoint should get traffic.") {
        Field(1, "ready", \.ready, "It takes part; never true while it is terminating.")
        Field(2, "serving", \.serving, "It would be ready if it weren't terminating.")
        Field(3, "terminating", \.terminating, "It is being deleted.")
    }
}

public struct EndpointHints: Declared {
    public var forZones: [ForZone] = []

    public init() {}

    public static let schema = Schema<Self>("For whom an endpoint is meant.") {
        Field(1, "forZones", \.forZones, "For clients in these zones.")
    }
}

public struct ForZone: Declared {
    public var name = ""

    public init() {}

    public static let schema = Schema<Self>("A zone.") {
        Field(1, "name", \.name, required: true, "Name of the zone.")
    }
}

public struct EndpointSlicePort: Declared {
    public var name: String?
    public var `protocol`: PortProtocol?
    public var port: Int?
    public var appProtocol: String?

    public init() {}

    public static let schema = Schema<Self>("A port of the endpoints of a slice.") {
        Field(1, "name", \.name, "Name of the service's port.")
        Field(2, "protocol", \.protocol, "TCP, UDP or SCTP.")
        Field(3, "port", \.port, "The port.")
        Field(4, "appProtocol", \.appProtocol, "What is spoken there.")
    }
}

/// What kind of addresses a slice has.
public struct AddressType: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let ipv4: AddressType = "IPv4"
    public static let ipv6: AddressType = "IPv6"
    public static let fqdn: AddressType = "FQDN"
}
