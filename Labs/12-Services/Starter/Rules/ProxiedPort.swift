package import API
package import Schema
package import ServicesContract

/// One port of a service, with the endpoints behind it: what the rules are made from.
package struct ProxiedPort: Hashable, Sendable {
    /// `default/web/http`; without the last part when the port has no name.
    package var name: String
    package var transport: Transport
    package var port: Int
    package var clusterIP: IPv4Address
    package var nodePort: Int?
    /// Addresses besides the cluster IP that come from outside: external IPs and those of a load balancer.
    package var externalIPs: [IPv4Address]
    /// The same client meets the same endpoint until it has been silent for so long; nil without affinity.
    package var affinitySeconds: Int?
    /// Traffic from inside, or from outside, stays on the node.
    package var isInternalLocal: Bool
    package var isExternalLocal: Bool
    /// The endpoints for traffic that may go to any node, and for traffic that must stay on this one.
    package var endpoints: [ProxiedEndpoint]
    package var localEndpoints: [ProxiedEndpoint]

    package var isExternal: Bool { nodePort != nil || !externalIPs.isEmpty }

    /// Its packets from inside the cluster have this destination.
    var inside: Destination { .address(clusterIP, transport, port) }
    /// And those from outside, one of these.
    var outside: [Destination] {
        externalIPs.map { .address($0, transport, port) } + (nodePort.map { [.nodePort(transport, $0)] } ?? [])
    }
    /// Who may get packets from inside, who those from outside.
    var endpointsForInside: [ProxiedEndpoint] { isInternalLocal ? localEndpoints : endpoints }
    var endpointsForOutside: [ProxiedEndpoint] { isExternalLocal ? localEndpoints : endpoints }
}

package struct ProxiedEndpoint: Hashable, Comparable, Sendable {
    package var address: IPv4Address
    package var port: Int
    /// On this node.
    package var isLocal: Bool

    package var target: Target { Target(address, port) }

    package static func < (left: Self, right: Self) -> Bool { left.target < right.target }
}

// MARK: - From the API's objects

extension ProxiedPort {
    /// The ports that are to be proxied: none for a headless service or an external name.
    ///
    /// Left out: SCTP and IPv6.
    package static func ports(of service: Service, slices: [EndpointSlice], node: String) -> [ProxiedPort] {
        guard service.spec.type != .externalName, let clusterIP = IPv4Address(service.spec.clusterIP) else { return [] }
        return service.spec.ports.compactMap { port in
            guard let transport = transport(of: port.protocol) else { return nil }
            return ProxiedPort(service, port, transport, clusterIP, slices, node)
        }
    }

    private init(
        _ service: Service, _ servicePort: ServicePort, _ transport: Transport, _ clusterIP: IPv4Address,
        _ slices: [EndpointSlice], _ node: String
    ) {
        let spec = service.spec
        name = service.key + (servicePort.name.isEmpty ? "" : "/" + servicePort.name)
        self.transport = transport
        port = servicePort.port
        self.clusterIP = clusterIP
        nodePort = servicePort.nodePort > 0 ? servicePort.nodePort : nil
        let balancers = service.status.loadBalancer.ingress.filter { $0.ipMode != "Proxy" }.map(\.ip)
        externalIPs = Set((spec.externalIPs + balancers).compactMap { IPv4Address($0) }).sorted()
        affinitySeconds =
            spec.sessionAffinity == .clientIP ? spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10800 : nil
        isInternalLocal = spec.internalTrafficPolicy == .local
        isExternalLocal = spec.externalTrafficPolicy == .local
        let candidates = Self.candidates(of: servicePort, transport, slices, node)
        endpoints = EndpointCandidate.preferred(candidates)
        localEndpoints = EndpointCandidate.preferred(candidates.filter(\.endpoint.isLocal))
    }

    private static func candidates(
        of port: ServicePort, _ transport: Transport, _ slices: [EndpointSlice], _ node: String
    ) -> [EndpointCandidate] {
        slices.filter { $0.addressType == .ipv4 }.flatMap { slice -> [EndpointCandidate] in
            let match = slice.ports.first { slicePort in
                (slicePort.name ?? "") == port.name && self.transport(of: slicePort.protocol ?? "TCP") == transport
            }
            guard let number = match?.port else { return [] }
            return slice.endpoints.compactMap { EndpointCandidate($0, port: number, node: node) }
        }
    }

    private static func transport(of name: PortProtocol) -> Transport? {
        switch name.rawValue {
        case "TCP", "": .tcp
        case "UDP": .udp
        default: nil
        }
    }
}
