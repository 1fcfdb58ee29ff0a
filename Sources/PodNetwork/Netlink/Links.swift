internal import Glibc
package import Linux

// Links are what the kernel calls network interfaces. Three kinds are made here:
//
// - a *bridge* is a switch with any number of ports,
// - a *veth* is a cable: what goes in at one end comes out at the other, which may be in another network namespace,
// - `lo` is there already and needs only be switched on.

extension NetlinkSocket {
    /// One that is there already is fine.
    package func addBridge(_ name: String) throws(SystemCallError) {
        var message = linkMessage(.newLink, [.create, .exclusive])
        message.attribute(LinkAttribute.name, text: name)
        message.attribute(LinkAttribute.info) { $0.attribute(LinkAttribute.infoKind, text: "bridge") }
        try change(message, "add bridge \(name)", accepted: [EEXIST])
    }

    /// Lays a cable from here into another namespace.
    /// - Parameters:
    ///   - peer: what the other end is called over there.
    ///   - namespace: the path of the other end's network namespace.
    /// - Throws: EEXIST if either name is taken.
    package func addVeth(_ name: String, peer: String, namespace: String, mtu: Int? = nil) throws(SystemCallError) {
        let descriptor = try FileDescriptor(open: namespace, O_RDONLY)
        let number = UInt32(descriptor.number)
        var message = linkMessage(.newLink, [.create, .exclusive])
        message.attribute(LinkAttribute.name, text: name)
        if let mtu { message.attribute(LinkAttribute.mtu, UInt32(mtu)) }
        message.attribute(LinkAttribute.info) { info in
            info.attribute(LinkAttribute.infoKind, text: "veth")
            info.attribute(LinkAttribute.infoData) { data in
                data.attribute(1) { other in  // VETH_INFO_PEER: a link message of its own
                    other.appendLinkStructure()
                    other.attribute(LinkAttribute.name, text: peer)
                    if let mtu { other.attribute(LinkAttribute.mtu, UInt32(mtu)) }
                    other.attribute(LinkAttribute.namespaceDescriptor, number)
                }
            }
        }
        try change(message, "add veth \(name)")
    }

    package func setUp(_ name: String) throws(SystemCallError) {
        let up: UInt32 = 1  // IFF_UP
        var message = NetlinkMessage(LinkMessage.newLink.rawValue, .acknowledge)
        message.appendLinkStructure(flags: up, change: up)
        message.attribute(LinkAttribute.name, text: name)
        try change(message, "set up \(name)")
    }

    /// Plugs a link into a bridge.
    package func setMaster(of name: String, to bridge: String) throws(SystemCallError) {
        let index = try link(bridge).index
        var message = linkMessage(.newLink)
        message.attribute(LinkAttribute.name, text: name)
        message.attribute(LinkAttribute.master, UInt32(index))
        try change(message, "plug \(name) into \(bridge)")
    }

    /// One that isn't there is fine. With one end of a veth goes the other.
    package func deleteLink(_ name: String) throws(SystemCallError) {
        var message = linkMessage(.deleteLink)
        message.attribute(LinkAttribute.name, text: name)
        try change(message, "delete link \(name)", accepted: [ENODEV])
    }

    /// - Throws: ENODEV when there is none of that name.
    package func link(_ name: String) throws(SystemCallError) -> Link {
        var message = linkMessage(.getLink)
        message.attribute(LinkAttribute.name, text: name)
        guard let reply = try exchange(message, "link \(name)").first else {
            throw SystemCallError("netlink", "link \(name)", errno: ENODEV)
        }
        return Link(reply)
    }

    package func hasLink(_ name: String) throws(SystemCallError) -> Bool {
        do { _ = try link(name) } catch  where error.errno == ENODEV { return false }
        return true
    }
}

/// What the kernel says of a network interface.
package struct Link: Sendable {
    package let index: Int
    package let isUp: Bool
    /// `8a:3b:5c:00:12:7f`.
    package let hardwareAddress: String

    init(_ reply: NetlinkReply) {
        index = Int(readNative(reply.payload.dropFirst(4), as: Int32.self))
        isUp = readNative(reply.payload.dropFirst(8), as: UInt32.self) & 1 != 0
        let address = reply.attributes(after: 16)[LinkAttribute.address] ?? []
        hardwareAddress = address.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
    }
}

// MARK: - Numbers of linux/rtnetlink.h and linux/if_link.h

private enum LinkMessage: UInt16 {
    case newLink = 16
    case deleteLink = 17
    case getLink = 18
}

private enum LinkAttribute {
    static let address: UInt16 = 1
    static let name: UInt16 = 3
    static let mtu: UInt16 = 4
    static let master: UInt16 = 10
    static let info: UInt16 = 18
    static let infoKind: UInt16 = 1
    static let infoData: UInt16 = 2
    static let namespaceDescriptor: UInt16 = 28
}

private func linkMessage(_ type: LinkMessage, _ flags: NetlinkFlags = []) -> NetlinkMessage {
    var message = NetlinkMessage(type.rawValue, flags.union(.acknowledge))
    message.appendLinkStructure()
    return message
}

extension NetlinkMessage {
    /// `struct ifinfomsg`: family, type, index, flags, and which of the flags are meant.
    fileprivate mutating func appendLinkStructure(flags: UInt32 = 0, change: UInt32 = 0) {
        append(UInt32(0))
        append(UInt32(0))
        append(flags)
        append(change)
    }
}
