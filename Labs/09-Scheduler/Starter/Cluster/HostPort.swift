import API

/// A port of the node that a container takes for itself.
struct HostPort: Sendable, Hashable {
    var port: Int
    var `protocol`: PortProtocol
    /// Empty for all addresses of the node.
    var address: String

    init?(_ port: ContainerPort) {
        guard port.hostPort > 0 else { return nil }
        self.port = port.hostPort
        `protocol` = port.protocol.orTCP
        address = port.hostIP == "0.0.0.0" || port.hostIP == "::" ? "" : port.hostIP
    }

    /// The same port and protocol, on addresses that overlap: all addresses overlap with each.
    func collides(with other: HostPort) -> Bool {
        port == other.port && `protocol` == other.protocol
            && (address.isEmpty || other.address.isEmpty || address == other.address)
    }
}

extension PodSpec {
    /// Those of the containers that run together; other init containers are gone by then.
    var hostPorts: [HostPort] {
        let lasting = initContainers.filter { $0.restartPolicy == .always } + containers
        return lasting.flatMap(\.ports).compactMap(HostPort.init)
    }
}
