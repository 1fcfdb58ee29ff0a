package import API

/// Gives each node a subnet for its pods: 10.244.0.0/24, 10.244.1.0/24, …
///
/// A node that comes with a subnet of its own keeps it. Source: kubernetes/pkg/controller/nodeipam.
package struct PodSubnets: Sendable {
    private let base: UInt32
    private let prefix: Int
    private let nodePrefix: Int
    private var owners: [String: String] = [:]

    /// - Parameter clusterCIDR: such as 10.244.0.0/16. Nil when it isn't an IPv4 range that holds a subnet.
    package init?(clusterCIDR: String, nodePrefix: Int = 24) {
        let parts = clusterCIDR.split(separator: "/")
        let bytes = parts.first?.split(separator: ".").compactMap { UInt32($0) } ?? []
        guard parts.count == 2, let prefix = Int(parts[1]), bytes.count == 4, bytes.allSatisfy({ $0 < 256 }),
            1...nodePrefix ~= prefix, nodePrefix <= 30
        else { return nil }
        base = bytes.reduce(0) { $0 << 8 | $1 } & ~UInt32(0) << UInt32(32 - prefix)
        self.prefix = prefix
        self.nodePrefix = nodePrefix
    }

    /// The subnet that the node has, or gets now; nil when all are taken.
    package mutating func subnet(of node: Node) -> String? {
        if !node.spec.podCIDR.isEmpty {
            owners[node.spec.podCIDR] = node.name
            return node.spec.podCIDR
        }
        for number in 0..<(1 << (nodePrefix - prefix)) {
            let subnet = text(UInt32(number))
            guard owners[subnet] == nil || owners[subnet] == node.name else { continue }
            owners[subnet] = node.name
            return subnet
        }
        return nil
    }

    package mutating func release(_ node: Node) {
        for subnet in owners.keys where owners[subnet] == node.name { owners[subnet] = nil }
    }

    private func text(_ number: UInt32) -> String {
        let address = base | number << UInt32(32 - nodePrefix)
        let bytes = [24, 16, 8, 0].map { String(address >> UInt32($0) & 255) }
        return "\(bytes.joined(separator: "."))/\(nodePrefix)"
    }
}
