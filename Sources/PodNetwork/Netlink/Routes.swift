internal import Glibc
package import Linux
package import PodNetworkContract
package import Schema

// Addresses of links, and routes: where a packet for an address goes next.

extension NetlinkSocket {
    /// Gives a link an address; `prefixLength` says which others are reached over the link directly. One that is
    /// there already is fine.
    package func addAddress(_ address: IPv4Address, prefixLength: Int, to name: String) throws(SystemCallError) {
        let message = try addressMessage(20, [.create, .replace], address, prefixLength, name)  // RTM_NEWADDR
        try change(message, "add address \(address) to \(name)")
    }

    /// One that isn't there is fine.
    package func deleteAddress(_ address: IPv4Address, prefixLength: Int, of name: String) throws(SystemCallError) {
        let message = try addressMessage(21, [], address, prefixLength, name)  // RTM_DELADDR
        try change(message, "delete address \(address) of \(name)", accepted: [EADDRNOTAVAIL])
    }

    private func addressMessage(
        _ type: UInt16, _ flags: NetlinkFlags, _ address: IPv4Address, _ prefixLength: Int, _ name: String
    ) throws(SystemCallError) -> NetlinkMessage {
        var message = NetlinkMessage(type, flags.union(.acknowledge))
        // struct ifaddrmsg: family, prefix length, flags, scope, link
        message.append(UInt8(AF_INET))
        message.append(UInt8(prefixLength))
        message.append(UInt16(0))
        message.append(UInt32(try link(name).index))
        message.attribute(2, address.octets)  // IFA_LOCAL
        message.attribute(1, address.octets)  // IFA_ADDRESS
        return message
    }

    package func addresses(of link: Link) throws(SystemCallError) -> [IPv4Address] {
        var message = NetlinkMessage(22, .dump)  // RTM_GETADDR
        message.append(UInt8(AF_INET))
        for _ in 0..<7 { message.append(UInt8(0)) }
        return try exchange(message, "list addresses").compactMap { reply in
            let index = readNative(reply.payload.dropFirst(4), as: UInt32.self)
            guard Int(index) == link.index else { return nil }
            return reply.attributes(after: 8)[2].map { IPv4Address(octets: $0) }
        }
    }

    /// Adds a route, or replaces the one to the same destination.
    package func setRoute(_ route: Route, by origin: RouteOrigin = .configuration) throws(SystemCallError) {
        try change(try message(24, [.create, .replace], route, origin), "add route \(route)")  // RTM_NEWROUTE
    }

    /// One that isn't there is fine.
    package func deleteRoute(_ route: Route, by origin: RouteOrigin = .configuration) throws(SystemCallError) {
        try change(try message(25, [], route, origin), "delete route \(route)", accepted: [ESRCH])  // RTM_DELROUTE
    }

    /// The routes of the main table, without their links.
    /// - Parameter origin: only those that it has made.
    package func routes(from origin: RouteOrigin? = nil) throws(SystemCallError) -> [Route] {
        var message = NetlinkMessage(26, .dump)  // RTM_GETROUTE
        message.append(UInt8(AF_INET))
        for _ in 0..<11 { message.append(UInt8(0)) }
        return try exchange(message, "list routes").compactMap { Route($0, from: origin) }
    }

    private func message(
        _ type: UInt16, _ flags: NetlinkFlags, _ route: Route, _ origin: RouteOrigin
    ) throws(SystemCallError) -> NetlinkMessage {
        var message = NetlinkMessage(type, flags.union(.acknowledge))
        // struct rtmsg: family, destination's length, source's length, type of service, table, protocol, scope, type
        let link: UInt8 = 253  // RT_SCOPE_LINK: reached without a gateway
        let scope: UInt8 = route.gateway == nil ? link : 0
        let length = UInt8(route.destination.prefixLength)
        for byte in [UInt8(AF_INET), length, 0, 0, 254, origin.rawValue, scope, 1] { message.append(byte) }
        message.append(UInt32(route.gateway != nil && route.link != nil ? 4 : 0))  // RTNH_F_ONLINK
        message.attribute(1, route.destination.address.octets)  // RTA_DST
        if let gateway = route.gateway { message.attribute(5, gateway.octets) }  // RTA_GATEWAY
        if let name = route.link { message.attribute(4, UInt32(try self.link(name).index)) }  // RTA_OIF
        return message
    }
}

/// Who made a route: the kernel keeps it (as `proto` in `ip route`), so that a new process knows its predecessor's.
package enum RouteOrigin: UInt8, Sendable {
    /// Whoever it was: only for deleting.
    case anybody = 0
    case configuration = 4
    case nodeRoutes = 68
}

extension Route {
    /// Nil for what isn't in the main table, or is somebody else's.
    fileprivate init?(_ reply: NetlinkReply, from origin: RouteOrigin?) {
        let header = Array(reply.payload.prefix(8))
        guard header.count == 8, header[4] == 254, origin.map({ header[5] == $0.rawValue }) ?? true else { return nil }
        let attributes = reply.attributes(after: 12)
        let destination = IPv4Address(octets: attributes[1] ?? [0, 0, 0, 0])
        self.init(
            IPv4Subnet(destination, prefixLength: Int(header[1])),
            gateway: attributes[5].map { IPv4Address(octets: $0) })
    }
}
