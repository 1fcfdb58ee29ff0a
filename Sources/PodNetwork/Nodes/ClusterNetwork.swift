internal import Linux
internal import PodNetworkContract
package import Schema

/// The plan of a cluster's addresses, and the wires between its nodes.
///
/// A node is a network namespace, a machine of its own as far as packets are concerned. A cable (veth) leads from its
/// `eth0` to a bridge in the cluster's root namespace, the switch to which all nodes are connected:
///
/// ```
///   cluster's root namespace    172.30.0.1 dinghy ──────┬──────────────┬──────────────┐
///                                                       │ node0        │ node1        │ node2
///   nodes (namespaces)                             eth0 │         eth0 │         eth0 │
///                                          172.30.0.2 control-plane  .3 worker-1    .4 worker-2
///   pods (namespaces)                        10.244.0.0/24    10.244.1.0/24    10.244.2.0/24
/// ```
/// A node forwards packets for its pods. How nodes find each other's pods is ``Route``s, kept by kube-proxy's process
/// from the Node objects.
package struct ClusterNetwork: Sendable {
    package var nodes = IPv4Subnet(IPv4Address(octets: [172, 30, 0, 0]), prefixLength: 24)
    package var pods = IPv4Subnet(IPv4Address(octets: [10, 244, 0, 0]), prefixLength: 16)
    package var services = IPv4Subnet(IPv4Address(octets: [10, 96, 0, 0]), prefixLength: 16)
    package var bridge = "dinghy"

    package init() {}

    /// The bridge's own address, the nodes' default gateway.
    package var gateway: IPv4Address { nodes.address + 1 }

    /// - Parameters:
    ///   - index: 0 is the control plane, 1 worker-1, and so on; below 250.
    ///   - namespace: the path at which the node's network namespace is (to be) mounted.
    package func node(_ index: Int, namespace: String) -> NodeNetwork {
        precondition(0..<250 ~= index, "a cluster has at most 250 nodes")
        return NodeNetwork(
            index: index, namespace: namespace, address: nodes.address + (2 + index),
            podSubnet: IPv4Subnet(pods.address + 256 * index, prefixLength: 24))
    }

    /// Makes the bridge in the calling process's namespace; one that is there is kept.
    package func createBridge() throws {
        let netlink = try NetlinkSocket(namespace: nil)
        try netlink.setUp("lo")
        try netlink.addBridge(bridge)
        try netlink.addAddress(gateway, prefixLength: nodes.prefixLength, to: bridge)
        try netlink.setUp(bridge)
    }

    /// Makes a node's namespace and wires it. What is there already is kept, so that a supervisor that starts again
    /// calls this without disturbing a running node.
    package func create(_ node: NodeNetwork) throws {
        if !isNetworkNamespace(node.namespace) {
            try removeNetworkNamespace(at: node.namespace)
            try makeFolder(String(node.namespace[..<(node.namespace.lastIndex(of: "/") ?? node.namespace.startIndex)]))
            try makeNetworkNamespace(at: node.namespace)
        }
        let root = try NetlinkSocket(namespace: nil)
        if try !root.hasLink(node.link) {
            try root.addVeth(node.link, peer: NodeNetwork.interface, namespace: node.namespace)
        }
        try root.setMaster(of: node.link, to: bridge)
        try root.setUp(node.link)
        try configure(node)
    }

    /// The node's side of the cable.
    private func configure(_ node: NodeNetwork) throws {
        let inside = try NetlinkSocket(namespace: node.namespace)
        try inside.setUp("lo")
        try inside.addAddress(node.address, prefixLength: nodes.prefixLength, to: NodeNetwork.interface)
        try inside.setUp(NodeNetwork.interface)
        // Without a default route the node itself could not send to a ClusterIP: the look-up fails before the packet
        // comes to where it is translated.
        try inside.setRoute(.default(gateway: gateway, link: NodeNetwork.interface))
        try inNetworkNamespace(of: node.namespace) {
            try writeControl("/proc/sys/net/ipv4/ip_forward", "1")
        }
    }

    /// Takes away the node's cable and its namespace's name; the namespace ends with its last process.
    package func delete(_ node: NodeNetwork) throws {
        try NetlinkSocket(namespace: nil).deleteLink(node.link)
        try removeNetworkNamespace(at: node.namespace)
    }

    package func deleteBridge() throws {
        try NetlinkSocket(namespace: nil).deleteLink(bridge)
    }
}

/// Where a node is in the plan.
package struct NodeNetwork: Sendable, Hashable {
    package let index: Int
    /// The path at which the network namespace is mounted.
    package let namespace: String
    /// The node's InternalIP.
    package let address: IPv4Address
    /// The addresses of its pods (`spec.podCIDR`).
    package let podSubnet: IPv4Subnet

    /// What the cable is called in the node's namespace.
    package static let interface = "eth0"
    /// What it is called in the cluster's root namespace.
    package var link: String { "node\(index)" }

    /// What belongs into the node's CNI configuration folder, in a file such as `10-dinghy.conflist`.
    ///
    /// - Parameter dataFolder: where the plugin remembers the addresses it gave; a folder for each node.
    package func networkConfiguration(dataFolder: String) -> String {
        """
        {
          "cniVersion": "1.0.0",
          "name": "dinghy",
          "plugins": [
            {
              "type": "\(networkPluginType)",
              "ipam": {"type": "host-local", "subnet": "\(podSubnet)", "dataDir": "\(dataFolder)"}
            }
          ]
        }

        """
    }
}
