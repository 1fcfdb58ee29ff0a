internal import Conformance
internal import PodNetworkContract
internal import Schema

/// Step 5: what a plugin answers. The pod is `a`, its address 10.244.1.2, and its hardware's 02:00:00:00:00:0a.
///
/// What happens: `speaks 0.4.0` (the version that is asked in), `before` (another plugin has made an interface, an address,
/// a route and names already), `promised 10.244.1.2 of eth0` (what the result of ADD says, for CHECK).
///
/// Questions: `answer version`, `address`, `family`, `gateway`, `routes`, `hardware`, `outside` (the end in the node),
/// `kept` (whether what came before is there unchanged); `check`, with `missing`, `down`, `addresses=…`, `routes=`, `cable=no`;
/// and `asks`, see ``RequestWords``.
struct AnswerWords {
    private var version = "1.0.0"
    private var previous: CNIResult?

    private static let subnet = IPv4Subnet(IPv4Address(octets: [10, 244, 1, 0]), prefixLength: 24)
    private static let address = subnet.address + 2
    private static let hardware = HardwareAddresses(node: "02:00:00:00:00:01", pod: "02:00:00:00:00:0a")

    mutating func perform(_ words: [String]) throws -> Bool {
        switch words.first {
        case "speaks": version = words[1]
        case "before": previous = try Self.before(version)
        case "promised":
            var result = previous ?? CNIResult()
            result.cniVersion = version
            result.interfaces.append(CNIInterface(name: words[3], mac: "", sandbox: "/run/netns/a"))
            let index = result.interfaces.count - 1
            result.ips.append(CNIAddress(address: "\(words[1])/32", gateway: "10.244.1.1", interface: index))
            previous = result
        default: return false
        }
        return true
    }

    private static func before(_ version: String) throws -> CNIResult {
        try CNIResult(json: [
            "cniVersion": .string(version),
            "interfaces": [["name": "net9", "mac": "02:00:00:00:00:99", "sandbox": "/run/netns/a"]],
            "ips": [["address": "192.0.2.7/24", "gateway": "192.0.2.1", "interface": 0]],
            "routes": [["dst": "198.51.100.0/24", "gw": "192.0.2.1"]], "dns": ["nameservers": ["192.0.2.53"]],
        ])
    }

    func answer(to words: [String], _ core: PodNetworkClient) throws -> String? {
        switch words.first {
        case "asks": return try RequestWords(words.dropFirst()).answer(core)
        case "check": return try check(words, core)
        case "answer" where words.count == 2: return try facet(words[1], of: try result(core), core)
        default: return nil
        }
    }

    private func request(_ command: CNIRequest.Command) -> CNIRequest {
        let attachment = Attachment(container: "a", interface: "eth0")
        var request = CNIRequest(command, attachment, subnet: Self.subnet, version: version)
        request.configuration.prevResult = previous
        return request
    }

    private func result(_ core: PodNetworkClient) throws -> CNIResult {
        try core.result(of: request(.add), address: Self.address, hardware: Self.hardware)
    }

    private func facet(_ name: String, of result: CNIResult, _ core: PodNetworkClient) throws -> String? {
        let old = previous ?? CNIResult()
        let (ips, routes) = (result.ips.dropFirst(old.ips.count), result.routes.dropFirst(old.routes.count))
        switch name {
        case "version": return result.cniVersion.isEmpty ? "none" : result.cniVersion
        case "address": return list(ips.map { ip in "\(plain(ip.address)) of \(place(ip.interface, result))" })
        case "family": return list(ips.map(\.version).filter { !$0.isEmpty })
        case "gateway": return list(ips.map(\.gateway))
        case "routes": return list(routes.map { "\($0.destination) via \($0.gateway)" })
        case "hardware":
            return list(
                ips.compactMap { $0.interface }.filter(result.interfaces.indices.contains).map {
                    result.interfaces[$0].mac
                })
        case "outside": return try outside(result, core)
        case "kept":
            let isKept =
                result.interfaces.starts(with: old.interfaces) && result.ips.starts(with: old.ips)
                && result.routes.starts(with: old.routes) && result.dns == old.dns
            return isKept ? "yes" : "no"
        default: return nil
        }
    }

    private func list(_ texts: [String]) -> String { texts.isEmpty ? "none" : texts.joined(separator: ", ") }

    /// Without a prefix length it is no address of a result.
    private func plain(_ text: String) -> String {
        IPv4Subnet(text) == nil ? "\(text) without a prefix length" : String(text.prefix { $0 != "/" })
    }

    private func place(_ index: Int?, _ result: CNIResult) -> String {
        guard let index, result.interfaces.indices.contains(index) else { return "no interface" }
        let interface = result.interfaces[index]
        return "\(interface.name) in \(interface.sandbox.isEmpty ? "the node" : interface.sandbox)"
    }

    /// The one interface without a namespace is the cable that was laid.
    private func outside(_ result: CNIResult, _ core: PodNetworkClient) throws -> String {
        let outside = result.interfaces.filter(\.sandbox.isEmpty)
        let cables = try core.connect(request(.add), address: Self.address).compactMap { step in
            if case .node(.addCable(let name, _, _)) = step { name } else { nil }
        }
        let right = outside.map(\.name) == cables && outside.map(\.mac) == [Self.hardware.node]
        return right ? "the cable" : list(outside.map { "\($0.name) \($0.mac)" })
    }

    // MARK: - CHECK

    private func check(_ words: [String], _ core: PodNetworkClient) throws -> String {
        let gateway = Self.subnet.address + 1
        var seen = PodInterface(
            addresses: [Self.address],
            routes: [.default(gateway: gateway), Route(IPv4Subnet(gateway, prefixLength: 32), link: "eth0")])
        for attribute in words.dropFirst().map({ Attribute($0) }) {
            switch attribute.key {
            case "down": seen.isUp = false
            case "addresses":
                seen.addresses = attribute.value.split(separator: ",").compactMap { IPv4Address(String($0)) }
            case "routes": seen.routes.removeAll { $0.destination.prefixLength == 0 }
            case "cable": seen.hasCable = false
            default: break
            }
        }
        do { try core.check(request(.check), sees: words.contains("missing") ? nil : seen) } catch is CNIError {
            return "refused"
        }
        return "fine"
    }
}
