internal import PodNetworkContract
internal import Schema

/// A kernel's networks, as far as pods' go: spaces with links, addresses and routes, cables between spaces, and a switch
/// to which all nodes are plugged.
///
/// It takes a step as Linux does, or refuses it as Linux does, and it lets a packet go its way. It is naive on purpose:
/// one packet after the other, no speed. Whatever makes packets arrive passes, in whatever steps.
struct Fabric {
    struct Space: Hashable {
        var links: [String: Link] = ["lo": Link()]
        var routes: [Route] = []
        /// Passes packets on that aren't its own: a node does, a pod doesn't.
        var isRouter = false
    }

    struct Link: Hashable {
        var isUp = false
        var addresses: [IPv4Address: Int] = [:]
        var mtu = 1500
        /// Where the other end is.
        var peer: End?
        var isOnSwitch = false
    }

    struct End: Hashable {
        var space: String
        var link: String
    }

    /// What a kernel says no to.
    struct Refusal: Error {
        let reason: String
        init(_ reason: String) { self.reason = reason }
    }

    private(set) var spaces: [String: Space] = [:]

    // MARK: - What there is

    mutating func addNode(_ name: String, _ address: IPv4Address, prefixLength: Int) {
        let uplink = Link(isUp: true, addresses: [address: prefixLength], isOnSwitch: true)
        spaces[name] = Space(links: ["lo": Link(isUp: true), "eth0": uplink], isRouter: true)
    }

    mutating func addPod(_ name: String) { if spaces[name] == nil { spaces[name] = Space() } }

    /// With a namespace go its links, and the other ends of its cables.
    mutating func remove(_ name: String) {
        for link in spaces[name]?.links.keys.sorted() ?? [] { deleteLink(link, in: name) }
        spaces[name] = nil
    }

    mutating func addRoute(_ route: Route, in space: String) throws(Refusal) {
        try change(.addRoute(route), in: space, pod: "")
    }

    // MARK: - Steps

    mutating func take(_ step: NetworkStep, node: String, pod: String) throws(Refusal) {
        switch step {
        case .node(let change): try self.change(change, in: node, pod: pod)
        case .pod(let change):
            guard spaces[pod] != nil else { throw Refusal("the pod's namespace is gone") }
            try self.change(change, in: pod, pod: pod)
        }
    }

    private mutating func change(_ change: LinkChange, in space: String, pod: String) throws(Refusal) {
        switch change {
        case .addCable(let name, let peer, let mtu):
            try lay(End(space: space, link: name), End(space: pod, link: peer), mtu)
        case .deleteLink(let name): deleteLink(name, in: space)
        case .setUp(let name):
            try demand(name, in: space)
            spaces[space]?.links[name]?.isUp = true
        case .addAddress(let address, let length, let name):
            try demand(name, in: space)
            spaces[space]?.links[name]?.addresses[address] = length
        case .addRoute(let route):
            try demand(route, in: space)
            spaces[space]?.routes.removeAll { $0.destination == route.destination }
            spaces[space]?.routes.append(route)
        }
    }

    private mutating func lay(_ one: End, _ other: End, _ mtu: Int?) throws(Refusal) {
        for end in [one, other] {
            guard 1...15 ~= end.link.utf8.count else { throw Refusal("\(end.link): a name has at most 15 characters") }
            guard let space = spaces[end.space] else { throw Refusal("the pod's namespace is gone") }
            guard space.links[end.link] == nil else { throw Refusal("\(end.link): File exists") }
        }
        spaces[one.space]?.links[one.link] = Link(mtu: mtu ?? 1500, peer: other)
        spaces[other.space]?.links[other.link] = Link(mtu: mtu ?? 1500, peer: one)
    }

    private mutating func deleteLink(_ name: String, in space: String) {
        guard let link = spaces[space]?.links.removeValue(forKey: name) else { return }
        spaces[space]?.routes.removeAll { $0.link == name }
        if let peer = link.peer { deleteLink(peer.link, in: peer.space) }
    }

    private func demand(_ link: String, in space: String) throws(Refusal) {
        if spaces[space]?.links[link] == nil { throw Refusal("\(link): No such device") }
    }

    private func demand(_ route: Route, in space: String) throws(Refusal) {
        if let link = route.link {
            try demand(link, in: space)
            guard spaces[space]?.links[link]?.isUp == true else { throw Refusal("\(link): Network is down") }
        } else {
            guard let gateway = route.gateway else { throw Refusal("a route needs a gateway or a link") }
            guard let way = way(to: gateway, in: space), way.gateway == nil else {
                throw Refusal("\(gateway): Nexthop has invalid gateway")
            }
        }
    }

    // MARK: - Packets

    /// What became of a packet: nil when it has arrived, and otherwise why not.
    func send(to destination: IPv4Address, from start: String) -> String? {
        // Nothing for 127.0.0.1 ever leaves.
        if destination.octets[0] == 127, spaces[start]?.links["lo"]?.isUp != true { return "lo of \(start) is down" }
        var place = start
        for hop in 0..<16 {
            guard let space = spaces[place] else { return "\(place) is gone" }
            if has(destination, space) { return nil }
            if hop > 0, !space.isRouter { return "\(place) gets a packet for \(destination), which isn't its own" }
            guard let way = way(to: destination, in: place) else { return "\(place) has no route to \(destination)" }
            guard let next = neighbour(way.gateway ?? destination, over: way.link ?? "", of: place) else {
                return "\(place) finds nobody who has \(way.gateway ?? destination) over \(way.link ?? "")"
            }
            place = next
        }
        return "a packet for \(destination) goes round in circles"
    }

    /// Forth, and the answer back.
    func reach(_ other: String, at address: IPv4Address, from start: String) -> String? {
        if let problem = send(to: address, from: start) { return problem }
        guard let own = source(of: start, towards: address) else { return "\(start) has no address to send from" }
        return send(to: own, from: other).map { "the answer is lost: \($0)" }
    }

    /// The address that a packet leaves with: one of the link's that it takes, otherwise any.
    func source(of place: String, towards destination: IPv4Address) -> IPv4Address? {
        guard let space = spaces[place] else { return nil }
        let over = way(to: destination, in: place)?.link.flatMap { space.links[$0] }
        return over?.addresses.keys.min() ?? space.links.values.flatMap(\.addresses.keys).min()
    }

    private func has(_ address: IPv4Address, _ space: Space) -> Bool {
        if address.octets[0] == 127 { return space.links["lo"]?.isUp == true }
        return space.links.values.contains { $0.isUp && $0.addresses[address] != nil }
    }

    /// The most special of the routes to it, over a link that is up.
    private func way(to destination: IPv4Address, in place: String) -> Route? {
        guard let space = spaces[place] else { return nil }
        let direct = space.links.sorted { $0.key < $1.key }.flatMap { name, link in
            link.addresses.map { Route(IPv4Subnet($0.key, prefixLength: $0.value), link: name) }
        }
        let fitting = (space.routes + direct).filter { route in
            route.destination.contains(destination)
                && (route.link.map { space.links[$0]?.isUp == true } ?? true)
        }
        guard var best = fitting.max(by: { $0.destination.prefixLength < $1.destination.prefixLength }) else {
            return nil
        }
        // Which link leads to a gateway says another route.
        if best.link == nil, let gateway = best.gateway { best.link = way(to: gateway, in: place)?.link }
        return best
    }

    /// Who answers, when it is asked over the link who has the address.
    private func neighbour(_ address: IPv4Address, over name: String, of place: String) -> String? {
        guard let link = spaces[place]?.links[name], link.isUp else { return nil }
        if link.isOnSwitch {
            return spaces.sorted { $0.key < $1.key }.first { other, space in
                other != place && space.links.values.contains { $0.isOnSwitch } && has(address, space)
            }?.key
        }
        guard let peer = link.peer, let space = spaces[peer.space], space.links[peer.link]?.isUp == true else {
            return nil
        }
        return has(address, space) ? peer.space : nil
    }
}
