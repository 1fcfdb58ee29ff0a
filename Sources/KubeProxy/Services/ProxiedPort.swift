internal import API
internal import Schema

/// One port of a service, with the endpoints behind it: what the rules are made from.
struct ProxiedPort: Hashable, Sendable {
    enum Transport: String, Sendable { case tcp, udp }

    /// `default/web/http`; without the last part when the port has no name.
    var name: String
    var transport: Transport
    var port: Int
    var clusterIP: IPv4Address
    var nodePort: Int?
    /// Addresses besides the cluster IP that come from outside: external IPs and those of a load balancer.
    var externalIPs: [IPv4Address]
    /// The same client meets the same endpoint until it has been silent for so long; nil without affinity.
    var affinitySeconds: Int?
    /// Traffic from inside, or from outside, stays on the node.
    var isInternalLocal: Bool
    var isExternalLocal: Bool
    /// The endpoints for traffic that may go to any node, and for traffic that must stay on this one.
    var endpoints: [ProxiedEndpoint]
    var localEndpoints: [ProxiedEndpoint]

    var isExternal: Bool { nodePort != nil || !externalIPs.isEmpty }
}

struct ProxiedEndpoint: Hashable, Comparable, Sendable {
    var address: IPv4Address
    var port: Int
    /// On this node.
    var isLocal: Bool

    static func < (left: Self, right: Self) -> Bool { (left.address, left.port) < (right.address, right.port) }
}

// MARK: - From the API's objects

extension ProxiedPort {
    /// The ports that are to be proxied: none for a headless service or an external name.
    ///
    /// Left out: SCTP and IPv6.
    static func ports(of service: Service, slices: [EndpointSlice], node: String) -> [ProxiedPort] {
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
