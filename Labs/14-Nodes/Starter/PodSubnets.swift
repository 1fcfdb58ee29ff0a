package import API
import LabWorker
import Schema

/// Gives each node a subnet for its pods: 10.244.0.0/24, 10.244.1.0/24, …
///
/// Every pod's address tells its node, and no two nodes may have the same addresses. A node that comes with a subnet keeps
/// it, whoever gave it. What was given out is remembered here, since the object may show it late; asking twice gives the
/// same, and what a node leaves behind is free for the next.
///
/// Source: kubernetes/pkg/controller/nodeipam; kubernetes.io, Reference → kube-controller-manager, `--cluster-cidr`.
///
/// Left out compared with Kubernetes: IPv6; taking the next subnet rather than the lowest.
package struct PodSubnets: Sendable {
    private let range: IPv4Subnet
    private let maskSize: Int
    /// The node's name, by its subnet.
    private var owners: [IPv4Subnet: String] = [:]

    /// - Parameters:
    ///   - clusterCIDR: such as 10.244.0.0/16. Nil when it isn't an IPv4 range that holds a subnet.
    ///   - maskSize: of each node's subnet, up to 30.
    package init?(clusterCIDR: String, maskSize: Int = 24) {
        guard let range = IPv4Subnet(clusterCIDR), range.prefixLength >= 1, range.prefixLength...30 ~= maskSize else {
            return nil
        }
        (self.range, self.maskSize) = (range, maskSize)
    }

    /// The subnet that the node has, or gets now; nil when all are taken.
    package mutating func subnet(of node: Node) -> String? {
        // Lab 14, step 7: yours to write.
        notWritten()
    }

    package mutating func release(_ node: Node) {
        // Lab 14, step 7: yours to write.
        notWritten()
    }

    /// All subnets of the range, in order.
    private var all: some Collection<IPv4Subnet> {
        (0..<(1 << (maskSize - range.prefixLength))).lazy.map { [range, maskSize] number in
            IPv4Subnet(range.address + number << (32 - maskSize), prefixLength: maskSize)
        }
    }
}
