internal import Glibc
internal import Linux
internal import Schema

/// A cable of its own for each pod, and routes at both ends.
///
/// ```
///   node   10.244.1.2/32 → veth1a2b ── veth1c3d ← 10.244.1.3/32       (each veth has the gateway's address 10.244.1.1)
///                            │            │
///   pods             eth0 10.244.1.2   eth0 10.244.1.3                (default route via 10.244.1.1)
/// ```
/// The node is a router between its pods. The usual picture is a bridge that makes the pods of a node one Ethernet, but
/// then packets between two of them bypass the node's routing, and with it the rules of services, unless the kernel's
/// br_netfilter and hairpin mode are switched on. Routed, services need nothing special. The gateway's address is the
/// same at each cable's end in the node, so that a pod's ARP request for it is answered without proxy_arp.
///
/// The model is the reference plugin `ptp`. Left out: IPv6, ipMasq, dns, bandwidth, other address plugins.
struct PointToPoint {
    private let request: CNIRequest
    private let addresses: AddressFile

    init(_ request: CNIRequest) throws(CNIError) {
        self.request = request
        let ipam = request.configuration.ipam
        guard ipam.type.isEmpty || ipam.type == "host-local" else {
            throw CNIError(.invalidConfiguration, "ipam.type \(ipam.type) is not supported, only host-local")
        }
        guard let subnet = IPv4Subnet(ipam.subnet), 16...30 ~= subnet.prefixLength else {
            throw CNIError(.invalidConfiguration, "ipam.subnet must be an IPv4 subnet of /16 to /30")
        }
        let folder = ipam.dataDir.isEmpty ? "/var/lib/cni/networks" : ipam.dataDir
        addresses = AddressFile(folder: "\(folder)/\(request.configuration.name)", subnet: subnet)
    }

    func add() throws -> CNIResult {
        guard isNetworkNamespace(request.namespace) else {
            throw CNIError(.invalidEnvironment, "CNI_NETNS \(request.namespace) is not a network namespace")
        }
        let address = try allocate()
        do {
            return try wire(address)
        } catch {
            // As if nothing had happened: the runtime may try again.
            try delete()
            throw error
        }
    }

    private func allocate() throws -> IPv4Address {
        let address = try addresses.update { pool in
            pool.reclaim { $0.container != request.container && !isNetworkNamespace($0.namespace) }
            return pool.allocate(
                container: request.container, interface: request.interface, namespace: request.namespace)
        }
        guard let address else { throw CNIError(.noAddressLeft, "no address is left in \(addresses.subnet)") }
        return address
    }

    private func wire(_ address: IPv4Address) throws -> CNIResult {
        let gateway = addresses.subnet.address + 1
        let node = try NetlinkSocket(namespace: nil)
        try node.deleteLink(link)
        try node.addVeth(
            link, peer: request.interface, namespace: request.namespace, mtu: request.configuration.mtu)

        let pod = try NetlinkSocket(namespace: request.namespace)
        try pod.setUp("lo")
        try pod.addAddress(address, prefixLength: 32, to: request.interface)
        try pod.setUp(request.interface)
        try pod.setRoute(Route(IPv4Subnet(gateway, prefixLength: 32), link: request.interface))
        try pod.setRoute(.default(gateway: gateway, link: request.interface))

        try node.addAddress(gateway, prefixLength: 32, to: link)
        try node.setUp(link)
        try node.setRoute(Route(IPv4Subnet(address, prefixLength: 32), link: link))
        return result(address, gateway, try node.link(link), try pod.link(request.interface))
    }

    func delete() throws {
        try NetlinkSocket(namespace: nil).deleteLink(link)
        try addresses.update { $0.release(container: request.container, interface: request.interface) }
    }

    func check() throws {
        let node = try NetlinkSocket(namespace: nil)
        let pod = try NetlinkSocket(namespace: request.namespace)
        guard try node.hasLink(link), try pod.hasLink(request.interface), try pod.link(request.interface).isUp else {
            throw CNIError(.interfaceMissing, "\(request.interface) of \(request.container) is missing or down")
        }
    }

    /// The cable's name at the node's end: the same at DEL, when the namespace may be gone.
    private var link: String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        for byte in "\(request.container)/\(request.interface)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash >> 20, radix: 16)
        return "veth" + String(repeating: "0", count: 11 - digits.count) + digits
    }

    private func result(_ address: IPv4Address, _ gateway: IPv4Address, _ node: Link, _ pod: Link) -> CNIResult {
        var result = request.configuration.prevResult ?? CNIResult()
        result.cniVersion = request.configuration.cniVersion
        var outer = CNIInterface()
        outer.name = link
        outer.mac = node.hardwareAddress
        var inner = CNIInterface()
        inner.name = request.interface
        inner.mac = pod.hardwareAddress
        inner.sandbox = request.namespace
        result.interfaces += [outer, inner]
        var ip = CNIAddress()
        ip.address = "\(address)/32"
        ip.gateway = "\(gateway)"
        ip.interface = result.interfaces.count - 1
        result.ips.append(ip)
        var route = CNIRoute()
        route.destination = "0.0.0.0/0"
        route.gateway = "\(gateway)"
        result.routes.append(route)
        return result
    }
}
