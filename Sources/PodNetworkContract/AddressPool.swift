public import Schema

/// An interface of a container: what CNI gives addresses to, and takes them from.
public struct Attachment: Hashable, Sendable, CustomStringConvertible {
    /// CNI_CONTAINERID; of a pod it is the sandbox's.
    public var container: String
    /// CNI_IFNAME: what the interface is called in the container.
    public var interface: String

    public init(container: String, interface: String) {
        self.container = container
        self.interface = interface
    }

    public var description: String { "\(container)/\(interface)" }
}

/// What a node's pod subnet is divided into.
public struct PodAddresses: Hashable, Sendable {
    /// The pods' default gateway: the node's end of every cable.
    public var gateway: IPv4Address
    /// The first and the last that a pod can have.
    public var pods: ClosedRange<IPv4Address>

    public init(gateway: IPv4Address, pods: ClosedRange<IPv4Address>) {
        self.gateway = gateway
        self.pods = pods
    }
}

/// Who has which address of a node's subnet.
public struct AddressPool: Hashable, Sendable {
    public struct Allocation: Hashable, Sendable {
        public var address: IPv4Address
        public var attachment: Attachment
        /// The path of the owner's network namespace: while it exists, somebody may use the address.
        public var namespace: String

        public init(address: IPv4Address, attachment: Attachment, namespace: String) {
            self.address = address
            self.attachment = attachment
            self.namespace = namespace
        }
    }

    public let subnet: IPv4Subnet
    public var allocations: [Allocation] = []
    /// Nil while none was given.
    public var lastGiven: IPv4Address?

    public init(subnet: IPv4Subnet) { self.subnet = subnet }
}
