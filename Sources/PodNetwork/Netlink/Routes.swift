internal import Glibc
package import Linux
package import Schema

// Addresses of links, and routes: where a packet for an address goes next.

extension NetlinkSocket {
    /// Gives a link an address; `prefixLength` says which others are reached over the link directly. One that is
    /// there already is fine.
    package func addAddress(_ address: IPv4Address, prefixLength: Int, to name: String) throws(SystemCallError) {
        var message = NetlinkMessage(20, [.acknowledge, .create, .replace])  // RTM_NEWADDR
        // struct ifaddrmsg: family, prefix length, flags, scope, link
        message.append(UInt8(AF_INET))
        message.append(UInt8(prefixLength))
        message.append(UInt16(0))
        message.append(UInt32(try link(name).index))
        message.attribute(2, address.octets)  // IFA_LOCAL
        message.attribute(1, address.octets)  // IFA_ADDRESS
        try change(message, "add address \(address) to \(name)")
    }

    /// Adds a route, or replaces the one to the same destination.
    package func setRoute(_ route: Route) throws(SystemCallError) {
        try change(try message(24, [.create, .replace], route), "add route \(route)")  // RTM_NEWROUTE
    }

    /// One that isn't there is fine.
    package func deleteRoute(_ route: Route) throws(SystemCallError) {
        try change(try message(25, [], route), "delete route \(route)", accepted: [ESRCH])  // RTM_DELROUTE
    }

    /// The routes of the main table through a gateway that were made by `origin`.
    package func routes(from origin: Route.Origin) throws(SystemCallError) -> [Route] {
        var message = NetlinkMessage(26, .dump)  // RTM_GETROUTE
        message.append(UInt8(AF_INET))
        for _ in 0..<11 { message.append(UInt8(0)) }
        return try exchange(message, "list routes").compactMap(Route.init).filter { $0.origin == origin }
    }

    private func message(
        _ type: UInt16, _ flags: NetlinkFlags, _ route: Route
    ) throws(SystemCallError) -> NetlinkMessage {
        var message = NetlinkMessage(type, flags.union(.acknowledge))
        // struct rtmsg: family, destination's length, source's length, type of service, table, protocol, scope, type
        let link: UInt8 = 253  // RT_SCOPE_LINK: reached without a gateway
        let scope: UInt8 = route.gateway == nil ? link : 0
        let length = UInt8(route.destination.prefixLength)
        for byte in [UInt8(AF_INET), length, 0, 0, 254, route.origin.rawValue, scope, 1] { message.append(byte) }
        message.append(UInt32(route.gateway != nil && route.link != nil ? 4 : 0))  // RTNH_F_ONLINK
        message.attribute(1, route.destination.address.octets)  // RTA_DST
        if let gateway = route.gateway { message.attribute(5, gateway.octets) }  // RTA_GATEWAY
        if let name = route.link { message.attribute(4, UInt32(try self.link(name).index)) }  // RTA_OIF
        return message
    }
}

/// Packets for `destination` go to `gateway`, or, without one, straight over `link`.
package struct Route: Hashable, Sendable, CustomStringConvertible {
    package var destination: IPv4Subnet
    package var gateway: IPv4Address?
    /// With a gateway, too: then the gateway need not be in a subnet of the link.
    package var link: String?

    package var origin: Origin

    /// Who made a route: the kernel keeps it (as `proto` in `ip route`), so that a new process knows its predecessor's.
    package enum Origin: UInt8, Sendable {
        case configuration = 4
        case nodeRoutes = 68
    }

    package init(
        _ destination: IPv4Subnet, gateway: IPv4Address? = nil, link: String? = nil, origin: Origin = .configuration
    ) {
        self.destination = destination
        self.gateway = gateway
        self.link = link
        self.origin = origin
    }

    /// To everywhere.
    package static func `default`(gateway: IPv4Address, link: String? = nil) -> Route {
        Route(IPv4Subnet(IPv4Address(0), prefixLength: 0), gateway: gateway, link: link)
    }

    /// Nil for what isn't a route through a gateway in the main table, or is somebody else's.
    init?(_ reply: NetlinkReply) {
        let header = Array(reply.payload.prefix(8))
        guard header.count == 8, header[4] == 254, let origin = Origin(rawValue: header[5]) else { return nil }
        let attributes = reply.attributes(after: 12)
        guard let gateway = attributes[5] else { return nil }
        let destination = IPv4Address(octets: attributes[1] ?? [0, 0, 0, 0])
        self.init(
            IPv4Subnet(destination, prefixLength: Int(header[1])), gateway: IPv4Address(octets: gateway),
            origin: origin)
    }

    package var description: String {
        let text = "\(destination)" + (gateway.map { " via \($0)" } ?? "")
        return text + (link.map { " dev \($0)" } ?? "")
    }
}
