package import PodNetworkContract
package import Schema

/// The addresses of a node's pods: who gets which, and when it comes back.
///
/// The next free address *after the one given last* is given, not the lowest: so an address rests as long as possible
/// before another pod gets it, and a packet that is still under way to an old pod meets nobody.
///
/// ```
///   .2 a   .3 b   .4 c (last)   .5 –   .6 –        a goes;  d gets .5, e gets .6, f gets .2
/// ```
/// A runtime that was killed gives nothing back. But a pod without a namespace has no network: its address is free.
///
/// Left out compared with the reference plugin `host-local`: several ranges, IPv6.
extension AddressPool {
    /// An attachment that has an address already keeps it: nobody has more than one.
    /// - Parameter namespace: in which the address will be used.
    /// - Returns: nil when every address is taken.
    package mutating func allocate(for attachment: Attachment, in namespace: String) -> IPv4Address? {
        // lab 07.2: begin
        if let index = allocations.firstIndex(where: { $0.attachment == attachment }) {
            allocations[index].namespace = namespace
            return allocations[index].address
        }
        guard let address = nextFree else { return nil }
        lastGiven = address
        allocations.append(Allocation(address: address, attachment: attachment, namespace: namespace))
        return address
        // lab 07.2: end
    }

    /// The first free one after the one given last; after the subnet's last comes its first.
    private var nextFree: IPv4Address? {
        // lab 07.2: begin
        let pods = PodAddresses(of: subnet).pods
        let taken = Set(allocations.map(\.address))
        let count = Int(pods.upperBound.value - pods.lowerBound.value) + 1
        let start = lastGiven.map { Int($0.value) - Int(pods.lowerBound.value) + 1 } ?? 0
        return (0..<count).lazy.map { pods.lowerBound + (start + $0) % count }.first { !taken.contains($0) }
        // lab 07.2: end
    }

    package mutating func release(_ attachment: Attachment) {
        // lab 07.2: begin
        allocations.removeAll { $0.attachment == attachment }
        // lab 07.2: end
    }

    /// - Parameter namespaces: the paths of those that exist.
    package mutating func reclaim(except namespaces: Set<String>) {
        // lab 07.2: begin
        allocations.removeAll { !namespaces.contains($0.namespace) }
        // lab 07.2: end
    }
}
