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
        // lab 07.5: begin
        var result = request.configuration.prevResult ?? CNIResult()
        result.cniVersion = version
        result.interfaces.append(CNIInterface(name: Cable(request).name, mac: hardware.node))
        result.interfaces.append(
            CNIInterface(name: request.attachment.interface, mac: hardware.pod, sandbox: request.namespace))
        let inside = result.interfaces.count - 1
        let family = version == "0.4.0" ? "4" : ""
        result.ips.append(
            CNIAddress(address: "\(address)/32", gateway: "\(gateway)", interface: inside, version: family))
        result.routes.append(CNIRoute(to: "0.0.0.0/0", gateway: "\(gateway)"))
        return result
        // lab 07.5: end
    }

    /// - Parameter interface: what there is now; nil when there is no such interface.
    package func check(_ interface: PodInterface?) throws(CNIError) {
        // lab 07.5: begin
        let attachment = request.attachment
        guard let interface, interface.isUp, interface.hasCable else {
            throw CNIError(.interfaceMissing, "\(attachment) is missing, down, or without its cable")
        }
        for address in promised where !interface.addresses.contains(address) {
            throw CNIError(.networkChanged, "\(attachment) has lost its address \(address)")
        }
        guard interface.routes.contains(where: { $0.destination.prefixLength == 0 }) else {
            throw CNIError(.networkChanged, "\(attachment) has lost its default route")
        }
        // lab 07.5: end
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
