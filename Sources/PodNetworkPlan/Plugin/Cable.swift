package import PodNetworkContract
package import Schema

/// A cable of its own for each pod, and routes at both ends.
///
/// ```
///   node   10.244.1.2 dev veth1a2b ── veth1c3d dev 10.244.1.3         (each end here has the gateway's address 10.244.1.1)
///                            │            │
///   pods             eth0 10.244.1.2   eth0 10.244.1.3                (default via 10.244.1.1)
/// ```
/// The node is a router between its pods. The usual picture is a bridge that makes the pods of a node one Ethernet, but
/// then packets between two of them bypass the node's routing, and with it the rules of services, unless the kernel's
/// br_netfilter and hairpin mode are switched on. Routed, services need nothing special. The gateway's address is the
/// same at each cable's end in the node, so that a pod's question who has it (ARP) is answered without proxy_arp.
///
/// The model is the reference plugin `ptp`. Left out: IPv6, ipMasq, dns, bandwidth, other address plugins.
package struct Cable: Sendable {
    private let request: CNIRequest

    package init(_ request: CNIRequest) { self.request = request }

    private var interface: String { request.attachment.interface }
    private var gateway: IPv4Address { PodAddresses(of: request.subnet).gateway }

    /// What the node's end is called: the same at DEL, when nobody remembers ADD, and another one for each attachment. The
    /// kernel takes 15 bytes, and identifiers of containers often begin alike.
    package var name: String {
        // lab 07.4: begin
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        for byte in "\(request.attachment)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash >> 20, radix: 16)
        return "veth" + String(repeating: "0", count: 11 - digits.count) + digits
        // lab 07.4: end
    }

    /// The order: the kernel takes no address for a link that isn't there, and no route over one that is down.
    package func connect(_ address: IPv4Address) -> [NetworkStep] {
        // lab 07.4: begin
        [
            .node(.deleteLink(name)),
            .node(.addCable(name, peer: interface, mtu: request.configuration.mtu)),
            .pod(.setUp("lo")),
            .pod(.addAddress(address, prefixLength: 32, to: interface)),
            .pod(.setUp(interface)),
            .pod(.addRoute(Route(IPv4Subnet(gateway, prefixLength: 32), link: interface))),
            .pod(.addRoute(.default(gateway: gateway, link: interface))),
            .node(.addAddress(gateway, prefixLength: 32, to: name)),
            .node(.setUp(name)),
            .node(.addRoute(Route(IPv4Subnet(address, prefixLength: 32), link: name))),
        ]
        // lab 07.4: end
    }

    /// With the node's end goes the other, and with both go addresses and routes.
    package func disconnect() -> [NetworkStep] {
        // lab 07.4: begin
        [.node(.deleteLink(name))]
        // lab 07.4: end
    }
}
