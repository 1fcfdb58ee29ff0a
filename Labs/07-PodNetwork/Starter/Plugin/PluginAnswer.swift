import LabWorker
package import PodNetworkContract
package import Schema

/// What a plugin answers: to ADD, what it has made; to CHECK, whether it is still so.
///
/// Plugins stand in a chain: each is given what those before it have made (`prevResult`), adds its own, and leaves the
/// rest alone. The runtime keeps the last result, and reads the pod's address out of it; with CHECK it comes back.
///
/// Source: CNI specification 1.0.0, sections 2 (CHECK) and 5 (result types); for `version`, the same of 0.4.0.
package struct PluginAnswer: Sendable {
    private let request: CNIRequest

    package init(_ request: CNIRequest) { self.request = request }

    /// In the words of the version that was asked in.
    package func result(_ address: IPv4Address, _ hardware: HardwareAddresses) -> CNIResult {
        let (gateway, version) = (PodAddresses(of: request.subnet).gateway, request.configuration.cniVersion)
        // Lab 07, step 5: yours to write.
        notWritten()
    }

    /// - Parameter interface: what there is now; nil when there is no such interface.
    package func check(_ interface: PodInterface?) throws(CNIError) {
        // Lab 07, step 5: yours to write.
        notWritten()
    }

    /// The addresses that the result of ADD says this interface has.
    private var promised: [IPv4Address] {
        guard let result = request.configuration.prevResult else { return [] }
        return result.ips.compactMap { ip in
            guard let index = ip.interface, result.interfaces.indices.contains(index),
                result.interfaces[index].name == request.attachment.interface
            else { return nil }
            return IPv4Address(String(ip.address.prefix { $0 != "/" }))
        }
    }
}
