internal import Conformance
internal import Linux
internal import PodNetwork
internal import PodNetworkContract
internal import Schema

/// What the kernel says, which needn't be what the plugin says.
extension PluginStage {
    func hasLink(_ name: String, in pod: String) throws -> Bool {
        try NetlinkSocket(namespace: namespace(of: pod)).hasLink(name)
    }

    /// The addresses of an interface; none when it isn't there, or is down.
    func addresses(of name: String, in pod: String) throws -> [String] {
        let netlink = try NetlinkSocket(namespace: namespace(of: pod))
        guard try netlink.hasLink(name) else { return [] }
        let link = try netlink.link(name)
        return link.isUp ? try netlink.addresses(of: link).map { "\($0)" } : []
    }

    /// The node's interfaces by their names, without `lo`.
    func linksOfNode() throws -> Set<String> {
        let path = namespace(of: Self.node)
        return try inNetworkNamespace(of: path) {
            let lines = try readText("/proc/thread-self/net/dev").split(separator: "\n").dropFirst(2)
            let names = lines.compactMap {
                $0.split(separator: ":").first?.split(separator: " ").first.map(String.init)
            }
            return Set(names).subtracting(["lo"])
        }
    }

    // MARK: - What somebody does behind the plugin's back

    func deleteLink(_ name: String, in pod: String) throws {
        scenario.say("somebody deletes \(name) in \(pod)")
        try NetlinkSocket(namespace: namespace(of: pod)).deleteLink(name)
    }

    func deleteAddress(_ address: String, of name: String, in pod: String) throws {
        scenario.say("somebody takes \(address) from \(name) in \(pod)")
        guard let subnet = Self.parts(address) else { throw Undecided("\(address) is no address of a result") }
        try NetlinkSocket(namespace: namespace(of: pod)).deleteAddress(subnet.0, prefixLength: subnet.1, of: name)
    }

    func deleteDefaultRoute(in pod: String) throws {
        scenario.say("somebody deletes the default route of \(pod)")
        let netlink = try NetlinkSocket(namespace: namespace(of: pod))
        for route in try netlink.routes() where route.destination.prefixLength == 0 {
            try netlink.deleteRoute(route, by: .anybody)
        }
    }

    private static func parts(_ text: String) -> (IPv4Address, Int)? {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let length = Int(parts[1]) else { return nil }
        return (address, length)
    }
}

/// What a result says of the pod.
extension JSON {
    /// With their prefix lengths.
    var addresses: [String] { (self["ips"]?.array ?? []).compactMap { $0["address"]?.string } }

    /// The pod's only address, without its prefix length.
    func onlyAddress() throws -> String {
        guard addresses.count == 1, let address = addresses.first?.split(separator: "/").first else {
            throw Finding(expected: "a result with one address", observed: "\(self)")
        }
        return String(address)
    }
}
