import LabWorker
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
        // Lab 07, step 2: yours to write.
        notWritten()
    }

    /// The first free one after the one given last; after the subnet's last comes its first.
    private var nextFree: IPv4Address? {
        // Lab 07, step 2: yours to write.
        notWritten()
    }

    package mutating func release(_ attachment: Attachment) {
        // Lab 07, step 2: yours to write.
        notWritten()
    }

    /// - Parameter namespaces: the paths of those that exist.
    package mutating func reclaim(except namespaces: Set<String>) {
        // Lab 07, step 2: yours to write.
        notWritten()
    }
}
