public import Schema

// Values as documents, so that they can come from another process:
//
//   pool      {"subnet": "10.244.1.0/24", "last": "10.244.1.2", "allocations": [
//                 {"address": "10.244.1.2", "container": "a", "interface": "eth0", "namespace": "/run/netns/a"}]}
//   step      {"in": "pod", "route": {"to": "0.0.0.0/0", "via": "10.244.1.1", "link": "eth0"}}
//             {"in": "node", "cable": "veth1", "peer": "eth0", "mtu": 1400}   {"in": "node", "delete": "veth1"}
//             {"in": "pod", "up": "lo"}   {"in": "pod", "address": "10.244.1.2", "prefix": 32, "link": "eth0"}

extension AddressPool {
    public var json: JSON {
        var json: JSON = ["subnet": .string("\(subnet)"), "allocations": .array(allocations.map(\.json))]
        json["last"] = lastGiven.map { .string("\($0)") }
        return json
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(subnet: try json.subnet("subnet"))
        allocations = try json.list("allocations") { one throws(DecodeError) in try Allocation(json: one) }
        lastGiven = try json["last"] == nil ? nil : json.address("last")
    }
}

extension AddressPool.Allocation {
    var json: JSON {
        var json = attachment.json
        json["address"] = .string("\(address)")
        json["namespace"] = .string(namespace)
        return json
    }

    init(json: JSON) throws(DecodeError) {
        self.init(
            address: try json.address("address"), attachment: try Attachment(json: json),
            namespace: try json.text("namespace"))
    }
}

extension Attachment {
    public var json: JSON { ["container": .string(container), "interface": .string(interface)] }

    public init(json: JSON) throws(DecodeError) {
        self.init(container: try json.text("container"), interface: try json.text("interface"))
    }
}

extension PodAddresses {
    public var json: JSON {
        [
            "gateway": .string("\(gateway)"), "first": .string("\(pods.lowerBound)"),
            "last": .string("\(pods.upperBound)"),
        ]
    }

    public init(json: JSON) throws(DecodeError) {
        let (first, last) = (try json.address("first"), try json.address("last"))
        guard first <= last else { throw DecodeError("the last address comes before the first one") }
        self.init(gateway: try json.address("gateway"), pods: first...last)
    }
}

extension CNIRequest {
    public var json: JSON {
        var json = attachment.json
        json["command"] = .string(command.rawValue)
        json["namespace"] = .string(namespace)
        json["configuration"] = configuration.json
        json["subnet"] = .string("\(subnet)")
        return json
    }

    public init(json: JSON) throws(DecodeError) {
        guard let command = Command(rawValue: try json.text("command")) else { throw DecodeError("no such command") }
        self.init(
            command, try Attachment(json: json), namespace: try json.text("namespace"),
            configuration: try PluginConfiguration(json: json["configuration"] ?? .null),
            subnet: try json.subnet("subnet"))
    }
}

extension Route {
    public var json: JSON {
        var json: JSON = ["to": .string("\(destination)")]
        json["via"] = gateway.map { .string("\($0)") }
        json["link"] = link.map(JSON.string)
        return json
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(
            try json.subnet("to"), gateway: try json["via"] == nil ? nil : json.address("via"),
            link: try json["link"] == nil ? nil : json.text("link"))
    }
}

extension RouteChanges {
    public var json: JSON { ["remove": .array(remove.map(\.json)), "set": .array(set.map(\.json))] }

    public init(json: JSON) throws(DecodeError) {
        self.init(
            remove: try json.list("remove") { one throws(DecodeError) in try Route(json: one) },
            set: try json.list("set") { one throws(DecodeError) in try Route(json: one) })
    }
}

extension PodInterface {
    public var json: JSON {
        [
            "isUp": .bool(isUp), "addresses": .array(addresses.map { .string("\($0)") }),
            "routes": .array(routes.map(\.json)), "hasCable": .bool(hasCable),
        ]
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(
            isUp: try Bool(json: json["isUp"] ?? .null),
            addresses: try json.list("addresses") { one throws(DecodeError) in try one.asAddress() },
            routes: try json.list("routes") { one throws(DecodeError) in try Route(json: one) },
            hasCable: try Bool(json: json["hasCable"] ?? .null))
    }
}

// MARK: - Steps

extension NetworkStep {
    public var json: JSON {
        switch self {
        case .node(let change): change.json(in: "node")
        case .pod(let change): change.json(in: "pod")
        }
    }

    public init(json: JSON) throws(DecodeError) {
        let change = try LinkChange(json: json)
        self = json["in"] == "node" ? .node(change) : .pod(change)
    }
}

extension LinkChange {
    fileprivate func json(in place: String) -> JSON {
        var json: JSON
        switch self {
        case .addCable(let name, let peer, let mtu):
            json = ["cable": .string(name), "peer": .string(peer)]
            json["mtu"] = mtu.map { .integer(Int64($0)) }
        case .deleteLink(let name): json = ["delete": .string(name)]
        case .setUp(let name): json = ["up": .string(name)]
        case .addAddress(let address, let length, let link):
            json = ["address": .string("\(address)"), "prefix": .integer(Int64(length)), "link": .string(link)]
        case .addRoute(let route): json = ["route": route.json]
        }
        json["in"] = .string(place)
        return json
    }

    fileprivate init(json: JSON) throws(DecodeError) {
        if json["cable"] != nil {
            let mtu = try json["mtu"].map { mtu throws(DecodeError) in try Int(json: mtu) }
            self = .addCable(try json.text("cable"), peer: try json.text("peer"), mtu: mtu)
        } else if json["delete"] != nil {
            self = .deleteLink(try json.text("delete"))
        } else if json["up"] != nil {
            self = .setUp(try json.text("up"))
        } else if json["address"] != nil {
            let length = try Int(json: json["prefix"] ?? .null)
            self = .addAddress(try json.address("address"), prefixLength: length, to: try json.text("link"))
        } else {
            self = .addRoute(try Route(json: json["route"] ?? .null))
        }
    }
}

// MARK: - Members of a document

extension JSON {
    func text(_ name: String) throws(DecodeError) -> String {
        do { return try String(json: self[name] ?? .null) } catch { throw error.under(name) }
    }

    func address(_ name: String) throws(DecodeError) -> IPv4Address {
        do { return try (self[name] ?? .null).asAddress() } catch { throw error.under(name) }
    }

    func subnet(_ name: String) throws(DecodeError) -> IPv4Subnet {
        guard let subnet = IPv4Subnet(try text(name)) else { throw DecodeError("not a subnet").under(name) }
        return subnet
    }

    func list<Value>(
        _ name: String, _ decode: (JSON) throws(DecodeError) -> Value
    ) throws(DecodeError) -> [Value] {
        var values: [Value] = []
        for one in self[name]?.array ?? [] { values.append(try decode(one)) }
        return values
    }

    fileprivate func asAddress() throws(DecodeError) -> IPv4Address {
        guard let address = IPv4Address(try String(json: self)) else { throw DecodeError("not an IPv4 address") }
        return address
    }
}
