internal import Schema

/// The addresses of a node's pod subnet: who has which.
///
/// The next free address *after the one given last* is given, not the lowest: then an address rests as long as possible
/// before another pod gets it, and a packet that is still under way to an old pod meets nobody. The first address of
/// the subnet is the network, the second the pods' gateway, the last for broadcasts.
///
/// Left out compared with the reference plugin `host-local`: several ranges, IPv6.
struct AddressPool: Sendable, Equatable {
    struct Allocation: Sendable, Equatable {
        var address: IPv4Address
        var container: String
        var interface: String
        /// The namespace's path: an allocation whose namespace is gone was leaked.
        var namespace: String
    }

    let subnet: IPv4Subnet
    private(set) var allocations: [Allocation] = []
    private(set) var lastGiven: IPv4Address

    init(subnet: IPv4Subnet) {
        self.subnet = subnet
        lastGiven = subnet.address + 1
    }

    var gateway: IPv4Address { subnet.address + 1 }

    /// An interface that has an address already keeps it.
    /// - Returns: nil when every address is taken.
    mutating func allocate(container: String, interface: String, namespace: String) -> IPv4Address? {
        if let index = allocations.firstIndex(where: { $0.container == container && $0.interface == interface }) {
            allocations[index].namespace = namespace
            return allocations[index].address
        }
        guard let address = nextFree() else { return nil }
        lastGiven = address
        allocations.append(
            Allocation(address: address, container: container, interface: interface, namespace: namespace))
        return address
    }

    mutating func release(container: String, interface: String) {
        allocations.removeAll { $0.container == container && $0.interface == interface }
    }

    /// Gives back what nobody released: a runtime that was killed never will.
    mutating func reclaim(where isGone: (Allocation) -> Bool) {
        allocations.removeAll(where: isGone)
    }

    private func nextFree() -> IPv4Address? {
        let usable = max(0, subnet.count - 3)
        let taken = Set(allocations.map(\.address))
        let first = subnet.address + 2
        let start = subnet.contains(lastGiven) ? Int(lastGiven.value) - Int(first.value) + 1 : 0
        return (0..<usable).lazy.map { first + (start + $0) % usable }.first { !taken.contains($0) }
    }
}

// MARK: - As a file

extension AddressPool {
    /// One line an allocation, and the address given last in the first line.
    var text: String {
        allocations.reduce("last \(lastGiven)\n") {
            $0 + "\($1.address) \($1.container) \($1.interface) \($1.namespace)\n"
        }
    }

    /// Lines that make no sense, or have an address outside the subnet, are passed over.
    init(subnet: IPv4Subnet, parsing text: String) {
        self.init(subnet: subnet)
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if words.count == 2, words[0] == "last", let address = IPv4Address(words[1]), subnet.contains(address) {
                lastGiven = address
            }
            guard words.count == 4, let address = IPv4Address(words[0]), subnet.contains(address) else { continue }
            allocations.append(
                Allocation(address: address, container: words[1], interface: words[2], namespace: words[3]))
        }
    }
}
