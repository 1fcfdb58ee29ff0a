internal import Conformance
internal import Schema

/// Attachments that come and go, and the rule a second time, naively: a circle of addresses, walked from the one given last.
enum RandomPool {
    @Sendable static func tell(_ story: inout Story, _ random: inout Randomness) throws {
        let prefixLength = random.pick([28, 29, 29, 30])
        let subnet = IPv4Subnet(
            IPv4Address(octets: [10, 244, 1, UInt8(random.int(in: 0...255))]), prefixLength: prefixLength)
        let circle = (2...subnet.count - 2).map { subnet.address + $0 }
        var owners: [String: IPv4Address] = [:]
        var (last, vanished) = (circle.count - 1, Set<String>())
        try story.perform("pool \(subnet)")
        for _ in 1...60 {
            let name = "c\(random.int(in: 0...circle.count))"
            switch random.int(in: 1...10) {
            case 1...6:
                let free = (1...circle.count).map { (last + $0) % circle.count }.first { place in
                    !owners.values.contains(circle[place])
                }
                if owners[name] == nil, let free { (owners[name], last) = (circle[free], free) }
                vanished.remove(name)
                try story.expect("give \(name)", owners[name].map { "\($0)" } ?? "none")
            case 7...8:
                try story.perform("release \(name)")
                owners[name] = nil
            case 9:
                vanished.insert(name)
                try story.perform("vanishes \(name)")
            default:
                try story.perform("reclaim")
                owners = owners.filter { !vanished.contains($0.key) }
            }
        }
        let texts = owners.sorted { $0.value < $1.value }.map { "\($0.key) \($0.value)" }
        try story.expect("owners", texts.isEmpty ? "nobody" : texts.joined(separator: ", "))
    }
}
