internal import API
internal import NodesContract
internal import Schema

/// Which of the free subnets a node gets is nowhere said. So the answer is what can be said of it: `its own` (the one it
/// came with, or had), `a new one` (in the range, of the right size, nobody else's), `none`, or what is wrong with it.
extension Story {
    mutating func subnet(of name: String, _ line: String) async throws -> String {
        let node = try node(name, line)
        guard let text = try await core.subnet(of: node) else { return "none" }
        guard let subnet = IPv4Subnet(text) else { return "\(text), which is no subnet" }
        defer { subnets[name] = text }
        if text == subnets[name] || text == node.spec.podCIDR { return "its own" }
        if let had = subnets[name] { return "\(text), and before \(had)" }
        let range = IPv4Subnet(configuration.clusterCIDR)
        if range?.contains(subnet.address) != true { return "\(text), which isn't in \(configuration.clusterCIDR)" }
        if subnet.prefixLength != configuration.nodeCIDRMaskSize { return "\(text), which has the wrong size" }
        let others = nodes.filter { $0.name != name }
        if let other = others.first(where: {
            subnets[$0.name] == text || $0.spec.podCIDR == text && subnets[$0.name] != nil
        }) {
            return "\(text), which is \(other.name)'s"
        }
        return "a new one"
    }
}
