internal import API
internal import Schema
internal import ServicesContract

/// A service as one node's kernel is to serve it: the rules, and what of the objects they don't say.
struct ProxiedService: Hashable, Sendable {
    var rules: ServiceRules
    /// Nil for what has none: a headless service, an ExternalName.
    var clusterIP: IPv4Address?
    /// Of the targets, those that are pods of this node.
    var localAddresses: Set<IPv4Address>

    /// - Parameter core: which rules the service needs is its decision.
    init(_ service: Service, _ slices: [EndpointSlice], on node: String, core: any ServicesCore) {
        rules = core.rules(for: service, slices, on: node)
        clusterIP = service.spec.type == .externalName ? nil : IPv4Address(service.spec.clusterIP)
        let local = slices.flatMap(\.endpoints).filter { $0.nodeName == node }.compactMap(\.addresses.first)
        localAddresses = Set(local.compactMap { IPv4Address($0) })
            .intersection(rules.chains.values.flatMap { $0 }.flatMap(\.action.targets).map(\.address))
    }

    /// Where its datagrams are sent.
    var udpEndpoints: Set<UDPEndpoint> {
        let chains = rules.transports.filter { $0.value == .udp }.flatMap { rules.chains[$0.key] ?? [] }
        return Set(chains.flatMap(\.action.targets).map { UDPEndpoint(address: $0.address, port: $0.port) })
    }
}

extension ServiceRules {
    /// Which packets come to a chain: those of the entries that lead there, perhaps through other chains. No chain gets
    /// both kinds; where one did, it would be TCP's.
    var transports: [String: Transport] {
        var transports: [String: Transport] = [:]
        var found = entries.map { (chain: $0.value, transport: $0.key.transport) }
        while let next = found.popLast() {
            if transports[next.chain] == next.transport || transports[next.chain] == .tcp { continue }
            transports[next.chain] = next.transport
            found += (chains[next.chain] ?? []).flatMap(\.action.chains).map { ($0, next.transport) }
        }
        return transports
    }
}

extension Destination {
    fileprivate var transport: Transport {
        switch self {
        case .address(_, let transport, _), .nodePort(let transport, _): transport
        }
    }
}

extension Rule.Action {
    /// Where it may send a packet.
    fileprivate var targets: [Target] {
        switch self {
        case .translate(let target): [target]
        case .takeTurns(let actions): actions.flatMap(\.targets)
        case .masquerade, .remember, .go: []
        }
    }

    /// In which chains it may continue.
    fileprivate var chains: [String] {
        switch self {
        case .go(let chain): [chain]
        case .takeTurns(let actions): actions.flatMap(\.chains)
        case .masquerade, .remember, .translate: []
        }
    }
}
