import LabWorker
package import PodNetworkContract
package import Schema

extension PodAddresses {
    /// A node's subnet, divided.
    ///
    /// ```
    ///   10.244.1.0/24   .0          the subnet's own name: nobody has it
    ///                   .1          the gateway: the node's end of each pod's cable
    ///                   .2 … .254   pods
    ///                   .255        everybody in the subnet (broadcast): nobody has it
    /// ```
    /// Every node has a subnet of its own. So no two nodes need to agree on who gets which address, and one route is
    /// enough for all pods of a node.
    ///
    /// Source: RFC 950 for the first and the last address; `host-local` takes the second for the gateway, too.
    package init(of subnet: IPv4Subnet) {
        // Lab 07, step 1: yours to write.
        notWritten()
    }
}
