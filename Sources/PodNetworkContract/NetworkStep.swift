public import Schema

/// A change to the network of a node or of one of its pods, as the kernel is asked for it.
public enum NetworkStep: Hashable, Sendable {
    case node(LinkChange)
    case pod(LinkChange)
}

extension NetworkStep: CustomStringConvertible {
    public var description: String {
        switch self {
        case .node(let change): "node: \(change)"
        case .pod(let change): "pod: \(change)"
        }
    }
}

/// Links are what the kernel calls network interfaces.
public enum LinkChange: Hashable, Sendable {
    /// Lays a cable (a veth pair) from the node into the pod's namespace. Refused when either name is taken, or has more
    /// than 15 characters. Both its ends are down at first.
    /// - Parameter mtu: the largest packet; nil takes the kernel's 1500.
    case addCable(String, peer: String, mtu: Int?)
    /// With one end of a cable goes the other, and with a link go its addresses and routes. One that isn't there is fine.
    case deleteLink(String)
    case setUp(String)
    /// - Parameter prefixLength: says which others are reached over the link directly; with 32 nobody is.
    case addAddress(IPv4Address, prefixLength: Int, to: String)
    /// Replaces the route to the same destination. Refused over a link that is down, and to a gateway that can't be
    /// reached directly, unless the route names a link.
    case addRoute(Route)
}

extension LinkChange: CustomStringConvertible {
    public var description: String {
        switch self {
        case .addCable(let name, let peer, _): "cable \(name) to \(peer)"
        case .deleteLink(let name): "delete \(name)"
        case .setUp(let name): "set up \(name)"
        case .addAddress(let address, let length, let link): "address \(address)/\(length) of \(link)"
        case .addRoute(let route): "route \(route)"
        }
    }
}

/// Packets for `destination` go to `gateway`, or, without one, straight over `link`.
public struct Route: Hashable, Sendable, CustomStringConvertible {
    public var destination: IPv4Subnet
    public var gateway: IPv4Address?
    /// With a gateway, too: then the gateway need not be in a subnet of the link.
    public var link: String?

    public init(_ destination: IPv4Subnet, gateway: IPv4Address? = nil, link: String? = nil) {
        self.destination = destination
        self.gateway = gateway
        self.link = link
    }

    /// To everywhere.
    public static func `default`(gateway: IPv4Address, link: String? = nil) -> Route {
        Route(IPv4Subnet(IPv4Address(0), prefixLength: 0), gateway: gateway, link: link)
    }

    public var description: String {
        let text = "\(destination)" + (gateway.map { " via \($0)" } ?? "")
        return text + (link.map { " dev \($0)" } ?? "")
    }
}

/// What has to happen to a node's routes.
public struct RouteChanges: Hashable, Sendable {
    public var remove: [Route]
    /// Added, or put in the place of the one to the same destination.
    public var set: [Route]

    public init(remove: [Route] = [], set: [Route] = []) {
        self.remove = remove
        self.set = set
    }
}

/// What a pod's interface is like now.
public struct PodInterface: Hashable, Sendable {
    public var isUp: Bool
    public var addresses: [IPv4Address]
    /// Of the whole namespace.
    public var routes: [Route]
    /// The cable's other end is in the node.
    public var hasCable: Bool

    public init(isUp: Bool = true, addresses: [IPv4Address] = [], routes: [Route] = [], hasCable: Bool = true) {
        self.isUp = isUp
        self.addresses = addresses
        self.routes = routes
        self.hasCable = hasCable
    }
}

/// The hardware addresses of a cable's ends: `8a:3b:5c:00:12:7f`.
public struct HardwareAddresses: Hashable, Sendable {
    public var node: String
    public var pod: String

    public init(node: String, pod: String) {
        self.node = node
        self.pod = pod
    }
}
