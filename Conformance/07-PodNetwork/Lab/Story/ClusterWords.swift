internal import API
internal import Conformance
internal import PodNetworkContract
internal import Schema

/// Steps 4 and 6: nodes, pods, and packets between them.
///
/// What there is: `node worker-1 172.30.0.3 10.244.1.0/24` (`-` for an address or a subnet that isn't there yet,
/// `ExternalIP=192.0.2.1,InternalIP=172.30.0.3` for several).
///
/// What happens: `add a on worker-1` with `address=10.244.1.2` (the next without), `interface=net1`, `mtu=1400`; `del a`;
/// `gone a` (its namespace); `wired` (the suite's own routes between nodes) or `routed` (the core's); `has 10.244.2.0/24 via
/// 172.30.0.4` (a route that is there).
///
/// Questions: `a reaches b`, of pods, nodes, and addresses; `mtu of a`, `addresses of a`, `rest of worker-1` (what pods have
/// left behind), `routes on worker-1`, `changes on worker-1`.
struct ClusterWords {
    private(set) var fabric = Fabric()
    private var nodes: [Node] = []
    private var pods: [String: PodPlace] = [:]
    private var present: [Route] = []

    private struct PodPlace {
        var node: String
        var request: CNIRequest
        var address: IPv4Address
    }

    mutating func perform(_ words: [String], _ core: PodNetworkClient, _ scenario: Scenario) throws -> Bool {
        switch words.first {
        case "node": addNode(words)
        case "add": try add(words, core, scenario)
        case "del": try delete(words[1], core, scenario)
        case "gone": fabric.remove(Self.space(words[1]))
        case "wired": for node in nodes { try wire(node, naiveRoutes(on: node.name)) }
        case "routed": for node in nodes { try wire(node, try core.routes(on: node.name, among: nodes)) }
        case "has": present.append(Route(try Self.subnet(words[1]), gateway: IPv4Address(words[3])))
        default: return false
        }
        return true
    }

    mutating func answer(to words: [String], _ core: PodNetworkClient) throws -> String? {
        if words.count == 3, words[1] == "reaches" { return try reach(words[0], words[2]) }
        guard words.count == 3, let last = words.last else { return nil }
        switch (words[0], words[1]) {
        case ("mtu", "of"): return fabric.spaces[last]?.links["eth0"].map { "\($0.mtu)" } ?? "none"
        case ("addresses", "of"):
            let links = fabric.spaces[last]?.links.filter { $0.key != "lo" } ?? [:]
            let all = links.values.flatMap(\.addresses.keys).sorted().map { "\($0)" }
            return all.isEmpty ? "none" : all.joined(separator: ", ")
        case ("rest", "of"): return rest(of: last)
        case ("routes", "on"): return Self.text(try core.routes(on: last, among: nodes))
        case ("changes", "on"):
            let changes = try core.routeChanges(from: present, to: naiveRoutes(on: last))
            let texts = [("remove ", changes.remove), ("set ", changes.set)].filter { !$0.1.isEmpty }
            return texts.isEmpty ? "nothing" : texts.map { $0 + Self.text($1) }.joined(separator: "; ")
        default: return nil
        }
    }

    private static func text(_ routes: [Route]) -> String {
        routes.isEmpty ? "none" : routes.map { "\($0)" }.joined(separator: ", ")
    }

    // MARK: - Nodes

    private mutating func addNode(_ words: [String]) {
        var node = Node()
        node.metadata.name = words[1]
        for word in words[2].split(separator: ",") where word != "-" {
            let attribute = Attribute(word)
            var address = NodeAddress()
            address.type = attribute.value.isEmpty ? .internalIP : NodeAddressType(attribute.key)
            address.address = attribute.value.isEmpty ? attribute.key : attribute.value
            node.status.addresses.append(address)
        }
        if words[3] != "-" { node.spec.podCIDR = words[3] }
        nodes.append(node)
        if let address = Self.address(of: node) { fabric.addNode(words[1], address, prefixLength: 24) }
    }

    private static func address(of node: Node) -> IPv4Address? {
        node.status.addresses.first { $0.type == .internalIP }.flatMap { IPv4Address($0.address) }
    }

    /// A second time, without the code under test.
    private func naiveRoutes(on name: String) -> [Route] {
        var routes: [Route] = []
        for node in nodes where node.name != name {
            guard let address = Self.address(of: node), let subnet = IPv4Subnet(node.spec.podCIDR) else { continue }
            routes.append(Route(subnet, gateway: address))
        }
        return routes.sorted { $0.destination.address < $1.destination.address }
    }

    private mutating func wire(_ node: Node, _ routes: [Route]) throws {
        guard Self.address(of: node) != nil else { return }
        for route in routes { try fabric.addRoute(route, in: node.name) }
    }

    // MARK: - Pods

    static func space(_ word: String) -> String { String(word.prefix { $0 != "/" }) }

    private static func subnet(_ text: String) throws -> IPv4Subnet {
        guard let subnet = IPv4Subnet(text) else { throw StoryError(text, "isn't a subnet") }
        return subnet
    }

    private mutating func add(_ words: [String], _ core: PodNetworkClient, _ scenario: Scenario) throws {
        let attachment = PoolWords.attachment(words[1])
        guard let node = nodes.first(where: { $0.name == words[3] }) else { throw StoryError(words[3], "no such node") }
        let subnet = try Self.subnet(node.spec.podCIDR)
        var (address, mtu) = (subnet.address + (2 + pods.values.count { $0.node == words[3] }), Int?.none)
        for attribute in words.dropFirst(4).map({ Attribute($0) }) {
            if attribute.key == "address", let own = IPv4Address(attribute.value) { address = own }
            if attribute.key == "mtu" { mtu = Int(attribute.value) }
        }
        let request = CNIRequest(.add, attachment, subnet: subnet, mtu: mtu)
        fabric.addPod(attachment.container)
        pods[words[1]] = PodPlace(node: words[3], request: request, address: address)
        try take(try core.connect(request, address: address), of: words[1], scenario)
    }

    private mutating func delete(_ name: String, _ core: PodNetworkClient, _ scenario: Scenario) throws {
        guard var request = pods[name]?.request else { throw StoryError(name, "no such pod") }
        request.command = .delete
        try take(try core.disconnect(request), of: name, scenario)
    }

    private mutating func take(_ steps: [NetworkStep], of name: String, _ scenario: Scenario) throws {
        guard let place = pods[name] else { return }
        for (number, step) in steps.enumerated() {
            do { try fabric.take(step, node: place.node, pod: Self.space(name)) } catch {
                try scenario.fail(
                    expected: "the kernel takes every step",
                    observed: "the kernel refuses step \(number + 1), \(step): \(error.reason)")
            }
        }
    }

    // MARK: - Packets

    private func reach(_ one: String, _ other: String) throws -> String {
        let address =
            IPv4Address(other) ?? pods[other]?.address ?? nodes.first { $0.name == other }.flatMap(Self.address)
        guard let address else { throw StoryError(other, "has no address") }
        let problem =
            IPv4Address(other) == nil
            ? fabric.reach(Self.space(other), at: address, from: one) : fabric.send(to: address, from: one)
        return problem.map { "no: \($0)" } ?? "yes"
    }

    private func rest(of node: String) -> String {
        guard let space = fabric.spaces[node] else { return "no such node" }
        let links = space.links.keys.filter { !["lo", "eth0"].contains($0) }.sorted()
        let routes = space.routes.filter { $0.gateway == nil }.map { "\($0)" }
        let rest = links + routes
        return rest.isEmpty ? "nothing" : rest.joined(separator: ", ")
    }
}
