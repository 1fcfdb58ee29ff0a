internal import Conformance
internal import PodNetworkContract
internal import Schema

/// Steps 1 and 2: addresses, and who has them.
///
/// What happens: `pool 10.244.1.0/29`, `give a` or `give a/net1` (container and interface; eth0 without one),
/// `give a in /run/netns/other`, `release a`, `vanishes a` (its namespace, without a word), `reclaim`.
///
/// Questions: `addresses 10.244.1.0/24`, `give a` (an address, or `none`), `owners`.
struct PoolWords {
    private(set) var pool = AddressPool(subnet: IPv4Subnet(IPv4Address(0), prefixLength: 24))
    private var gone: Set<String> = []

    mutating func perform(_ words: [String], _ core: PodNetworkClient) throws -> Bool {
        switch words.first {
        case "pool":
            guard let subnet = IPv4Subnet(words.last ?? "") else { throw StoryError("pool", "needs a subnet") }
            pool = AddressPool(subnet: subnet)
            gone = []
        case "give": _ = try give(words, core)
        case "release": try core.release(Self.attachment(words[1]), in: &pool)
        case "vanishes": gone.insert(Self.namespace(of: words[1]))
        case "reclaim":
            let namespaces = Set(pool.allocations.map(\.namespace)).subtracting(gone)
            try core.reclaim(in: &pool, except: namespaces)
        default: return false
        }
        return true
    }

    mutating func answer(to words: [String], _ core: PodNetworkClient) throws -> String? {
        switch words.first {
        case "addresses" where words.count == 2:
            guard let subnet = IPv4Subnet(words[1]) else { throw StoryError(words[1], "isn't a subnet") }
            let addresses = try core.addresses(of: subnet)
            return "gateway \(addresses.gateway), pods \(addresses.pods.lowerBound) to \(addresses.pods.upperBound)"
        case "give": return try give(words, core).map { "\($0)" } ?? "none"
        case "owners":
            let owners = pool.allocations.sorted { ($0.address, "\($0.attachment)") < ($1.address, "\($1.attachment)") }
            let texts = owners.map { "\(Self.name($0.attachment)) \($0.address)" }
            return texts.isEmpty ? "nobody" : texts.joined(separator: ", ")
        default: return nil
        }
    }

    private mutating func give(_ words: [String], _ core: PodNetworkClient) throws -> IPv4Address? {
        let namespace = words.count == 4 ? words[3] : Self.namespace(of: words[1])
        gone.remove(namespace)
        return try core.allocate(for: Self.attachment(words[1]), in: namespace, from: &pool)
    }

    static func attachment(_ word: String) -> Attachment {
        let parts = word.split(separator: "/").map(String.init)
        return Attachment(container: parts[0], interface: parts.count > 1 ? parts[1] : "eth0")
    }

    static func namespace(of word: String) -> String { "/run/netns/\(attachment(word).container)" }

    private static func name(_ attachment: Attachment) -> String {
        attachment.interface == "eth0" ? attachment.container : "\(attachment)"
    }
}
