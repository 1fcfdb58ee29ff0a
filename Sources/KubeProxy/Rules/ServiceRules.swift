internal import Schema

/// The rules of one port of one service.
///
/// - `service/NAME` sends to any endpoint, `local/NAME` to one on this node, `external/NAME` receives what comes from
///   outside and hands over to one of the two; `endpoint/NAME/ADDRESS` exists where clients are remembered.
/// - A port without endpoints has no such chain: its packets stay as they are, and the filter rejects them.
///
/// Source: Kubernetes documentation, Virtual IPs and Service Proxies. Left out: topology hints, traffic distribution,
/// load balancer source ranges, health check node ports; with `externalTrafficPolicy: Local`, pods that use the
/// external address are treated as clients from outside.
struct ServiceRules {
    private let port: ProxiedPort
    private(set) var rules = Rules()

    /// - Parameter slots: gives a name of a chain and a number of endpoints the first of so many numbers that no other
    ///   chain has.
    init(_ port: ProxiedPort, slots: (String, Int) -> Int) {
        self.port = port
        addInternal()
        if port.isExternal { addExternal() }
        let needsLocal = port.isInternalLocal || port.isExternal && port.isExternalLocal
        let needsCluster = !port.isInternalLocal || port.isExternal
        if needsCluster { addBalancer("service/\(port.name)", port.endpoints, slots) }
        if needsLocal { addBalancer("local/\(port.name)", port.localEndpoints, slots) }
        for endpoint in port.endpoints + port.localEndpoints where endpoint.isLocal {
            rules.add("\(endpoint.address) . \(endpoint.address)", to: "hairpin")
        }
    }

    // MARK: - Which packets are the service's

    private func addressKey(_ address: IPv4Address) -> String {
        "\(address) . \(port.transport.rawValue) . \(port.port)"
    }

    private mutating func addInternal() {
        let key = addressKey(port.clusterIP)
        rules.add("\(port.clusterIP)", to: "cluster-ips")
        switch (port.isInternalLocal, port.endpoints.isEmpty, port.localEndpoints.isEmpty) {
        case (true, _, false): rules.add(key, to: "service-ips", "goto local/\(port.name)")
        case (true, false, true): rules.add(key, to: "no-endpoint-services", "drop")
        case (false, false, _): rules.add(key, to: "service-ips", "goto service/\(port.name)")
        case (_, true, _): rules.add(key, to: "no-endpoint-services", "goto refuse")
        }
    }

    private mutating func addExternal() {
        let addresses = port.externalIPs.map(addressKey)
        let nodePort = port.nodePort.map { "\(port.transport.rawValue) . \($0)" }
        if !port.endpoints.isEmpty {
            let target = "goto external/\(port.name)"
            for key in addresses { rules.add(key, to: "service-ips", target) }
            if let nodePort { rules.add(nodePort, to: "service-nodeports", target) }
            rules.chains["external/\(port.name)"] = externalChain
        }
        if port.endpoints.isEmpty || port.isExternalLocal && port.localEndpoints.isEmpty {
            let verdict = port.endpoints.isEmpty ? "goto refuse" : "drop"
            for key in addresses { rules.add(key, to: "no-endpoint-services", verdict) }
            if let nodePort { rules.add(nodePort, to: "no-endpoint-nodeports", verdict) }
        }
    }

    /// What comes from outside may leave to another node, whose answer must come back this way: so the packet gets
    /// this node's address. With the policy Local it stays, and the pod sees the client's own address.
    private var externalChain: [String] {
        let mark = "meta mark set meta mark or \(BaseTable.masqueradeMark)"
        guard port.isExternalLocal else { return [mark, "goto service/\(port.name)"] }
        // The node itself isn't outside.
        let own = ["fib saddr type local \(mark)", "fib saddr type local goto service/\(port.name)"]
        return port.localEndpoints.isEmpty ? own : own + ["goto local/\(port.name)"]
    }

    // MARK: - Where they go

    private mutating func addBalancer(_ chain: String, _ endpoints: [ProxiedEndpoint], _ slots: (String, Int) -> Int) {
        if endpoints.isEmpty { return }
        if let seconds = port.affinitySeconds {
            rules.chains[chain] = remembering(endpoints, seconds)
            for endpoint in endpoints { addRemembered(endpoint, seconds) }
        } else if endpoints.count == 1 {
            rules.chains[chain] = [translation("\(endpoints[0].address):\(endpoints[0].port)")]
        } else {
            let map = "endpoints-\(port.transport.rawValue)"
            let first = slots(chain, endpoints.count)
            rules.chains[chain] = [translation("numgen inc mod \(endpoints.count) offset \(first) map @\(map)")]
            for (index, endpoint) in endpoints.enumerated() {
                rules.add("\(first + index)", to: map, "\(endpoint.address) . \(endpoint.port)")
            }
        }
    }

    private func translation(_ target: String) -> String {
        "meta l4proto \(port.transport.rawValue) dnat ip to \(target)"
    }

    /// Clients that are remembered go where they were; others take turns.
    private func remembering(_ endpoints: [ProxiedEndpoint], _ seconds: Int) -> [String] {
        let known = endpoints.map { "ip saddr @\(affinity($0, seconds)) goto \(chain($0))" }
        if endpoints.count == 1 { return ["goto \(chain(endpoints[0]))"] }
        let turns = endpoints.enumerated().map { "\($0) : goto \(chain($1))" }.joined(separator: ", ")
        return known + ["numgen inc mod \(endpoints.count) vmap { \(turns) }"]
    }

    /// Every new connection renews the memory of its client.
    private mutating func addRemembered(_ endpoint: ProxiedEndpoint, _ seconds: Int) {
        let set = affinity(endpoint, seconds)
        rules.sets[set] = "type ipv4_addr; flags dynamic,timeout; timeout \(seconds)s; size 65535;"
        rules.chains[chain(endpoint)] = [
            "update @\(set) { ip saddr }", translation("\(endpoint.address):\(endpoint.port)"),
        ]
    }

    private func chain(_ endpoint: ProxiedEndpoint) -> String {
        "endpoint/\(port.name)/\(endpoint.address)-\(endpoint.port)"
    }

    private func affinity(_ endpoint: ProxiedEndpoint, _ seconds: Int) -> String {
        "affinity/\(port.name)/\(endpoint.address)-\(endpoint.port)/\(seconds)s"
    }
}
