internal import Schema
internal import ServicesContract

/// Rules of the contract's language in the words of nftables.
///
/// | the language                | nftables |
/// |---|---|
/// | an entry, a refusal         | an element of a map that all services share |
/// | translating in turn         | `numgen` counts, and a map that all services share says which endpoint a number is |
/// | a memory                    | a set with a time limit, which rules fill by themselves |
/// | masquerading                | a mark; the packet gets the node's address when it leaves |
struct NftablesText {
    private let source: ServiceRules
    private let transports: [String: Transport]
    private(set) var rules = Rules()

    /// - Parameter slots: gives a name of a chain and a number of endpoints the first of so many numbers that no other
    ///   chain has.
    init(_ service: ProxiedService, slots: (String, Int) -> Int) {
        source = service.rules
        transports = service.rules.transports
        if let address = service.clusterIP { rules.add("\(address)", to: "cluster-ips") }
        for (destination, chain) in source.entries {
            rules.add(key(destination), to: "service-\(map(destination))", "goto \(chain)")
        }
        for (destination, refusal) in source.refusals {
            let verdict = refusal == .reject ? "goto refuse" : "drop"
            rules.add(key(destination), to: "no-endpoint-\(mapOfRefusals(destination))", verdict)
        }
        // In an order of their own, because numbers are given out.
        for (name, chain) in source.chains.sorted(by: { $0.key < $1.key }) {
            rules.chains[name] = chain.map { text($0, name, slots) }
        }
        for (name, seconds) in source.memories {
            rules.sets[name] = "type ipv4_addr; flags dynamic,timeout; timeout \(seconds)s; size 65535;"
        }
        // A pod that is led back to itself must not see itself as the client.
        for address in service.localAddresses { rules.add("\(address) . \(address)", to: "hairpin") }
    }

    private func key(_ destination: Destination) -> String {
        switch destination {
        case .address(let address, let transport, let port): "\(address) . \(transport.rawValue) . \(port)"
        case .nodePort(let transport, let port): "\(transport.rawValue) . \(port)"
        }
    }

    private func map(_ destination: Destination) -> String {
        if case .address = destination { "ips" } else { "nodeports" }
    }

    private func mapOfRefusals(_ destination: Destination) -> String {
        if case .address = destination { "services" } else { "nodeports" }
    }

    // MARK: - One rule

    private mutating func text(_ rule: Rule, _ chain: String, _ slots: (String, Int) -> Int) -> String {
        let action = text(rule.action, chain, slots)
        return switch rule.condition {
        case .always: action
        case .isFromThisNode: "fib saddr type local \(action)"
        case .isRemembered(let memory): "ip saddr @\(memory) \(action)"
        }
    }

    private mutating func text(_ action: Rule.Action, _ chain: String, _ slots: (String, Int) -> Int) -> String {
        switch action {
        case .masquerade: "meta mark set meta mark or \(BaseTable.masqueradeMark)"
        case .remember(let memory): "update @\(memory) { ip saddr }"
        case .go(let chain): "goto \(chain)"
        case .translate(let target): translation("\(target.address):\(target.port)", chain)
        case .takeTurns(let actions): turns(actions, chain, slots)
        }
    }

    private func translation(_ target: String, _ chain: String) -> String {
        "meta l4proto \(transport(of: chain)) dnat ip to \(target)"
    }

    /// In a chain that no packet comes to it doesn't matter.
    private func transport(of chain: String) -> String { (transports[chain] ?? .tcp).rawValue }

    private mutating func turns(_ actions: [Rule.Action], _ chain: String, _ slots: (String, Int) -> Int) -> String {
        let targets = actions.compactMap { if case .translate(let target) = $0 { target } else { nil } }
        guard targets.count == actions.count else {
            let choices = actions.enumerated().map { "\($0) : \(text($1, chain, slots))" }
            return "numgen inc mod \(actions.count) vmap { \(choices.joined(separator: ", ")) }"
        }
        let map = "endpoints-\(transport(of: chain))"
        let first = slots(chain, targets.count)
        for (index, target) in targets.enumerated() {
            rules.add("\(first + index)", to: map, "\(target.address) . \(target.port)")
        }
        return translation("numgen inc mod \(targets.count) offset \(first) map @\(map)", chain)
    }
}
