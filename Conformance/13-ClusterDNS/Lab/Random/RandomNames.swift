internal import API
internal import ClusterDNSContract
internal import Conformance
internal import Schema

/// Services and endpoints by chance. Which records that makes is worked out here a second time, as lines of text.
enum RandomNames {
    // MARK: - Records

    @Sendable static func serviceRecords(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        for _ in 1...20 {
            let key = "\(random.pick(["default", "shop"]))/s\(random.int(in: 1...99))"
            try await story.perform(service(key, &random))
            try await expectRecords(story, key)
        }
    }

    @Sendable static func endpointRecords(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        for _ in 1...20 {
            try await story.perform("headless default/db")
            for line in endpoints("default/db", &random) { try await story.perform(line) }
            try await expectRecords(story, "default/db")
        }
    }

    private static func service(_ key: String, _ random: inout Randomness) -> String {
        if random.happens(1, in: 6) { return "external \(key) host-\(random.int(in: 1...9)).example.com" }
        var words = "service \(key) ip=10.96.\(random.int(in: 0...9)).\(random.int(in: 1...254))"
        if random.happens(1, in: 3) { words += " ip=fd00::\(random.int(in: 1...9999))" }
        for number in 0..<random.int(in: 0...3) {
            let name = random.happens(3, in: 4) ? "p\(number):" : ""
            words += " port=\(name)\(random.int(in: 1...9999))\(random.pick(["", "/UDP", "/TCP"]))"
        }
        return words
    }

    /// All have a hostname: how others are called isn't prescribed.
    private static func endpoints(_ key: String, _ random: inout Randomness) -> [String] {
        let port = random.happens(3, in: 4) ? "port=sql:\(random.int(in: 1...9999))" : "port=5432"
        return (0...random.int(in: 0...2)).map { number in
            let addresses = (0..<random.int(in: 0...3)).map { index in
                let address = random.happens(1, in: 5) ? "fd00::\(number):\(index)" : "10.244.\(number).\(index)"
                return "\(address)=h\(random.int(in: 0...3))\(random.pick(["", "", "!unready", "!ending", "!unknown"]))"
            }
            return "\(number == 0 ? "endpoints" : "slice") \(key) \(port) " + addresses.joined(separator: " ")
        }
    }

    private static func expectRecords(_ story: Story, _ key: String) async throws {
        guard let service = story.services[key] else { return }
        let slices = story.slices[key] ?? []
        let observed = Set(try await story.core.records(of: service, slices).map(text))
        let expected = Set(naive(key, service, slices))
        try story.scenario.expect(
            "the records " + expected.sorted().joined(separator: "; "),
            observed:
                "missing: \(list(expected.subtracting(observed))); too many: \(list(observed.subtracting(expected)))",
            observed == expected)
    }

    private static func list(_ lines: Set<String>) -> String {
        lines.isEmpty ? "none" : lines.sorted().joined(separator: "; ")
    }

    private static func text(_ record: Record) -> String {
        "\(AnswerText.withoutDot(record.name.key)) \(record.data.type) \(AnswerText.text(record.data))"
    }

    // MARK: - The rules, naively

    static func naive(_ key: String, _ service: Service, _ slices: [EndpointSlice]) -> [String] {
        let names = key.split(separator: "/")
        let name = "\(names[1]).\(names[0]).svc.cluster.local"
        if service.spec.type == .externalName { return ["\(name) CNAME \(service.spec.externalName)"] }
        if service.spec.clusterIP == "None" { return slices.flatMap { naive(name, $0) } }
        var lines = service.spec.clusterIPs.flatMap { address($0, name) }
        for port in service.spec.ports where !port.name.isEmpty {
            let middle = port.protocol.rawValue.lowercased()
            lines.append("_\(port.name)._\(middle).\(name) SRV \(port.port) \(name)")
        }
        return lines
    }

    private static func naive(_ name: String, _ slice: EndpointSlice) -> [String] {
        var lines: [String] = []
        for endpoint in slice.endpoints where endpoint.conditions.ready != false {
            let own = "\(endpoint.hostname ?? "").\(name)"
            for text in endpoint.addresses {
                let written = IPAddress(text).map { "\($0)" } ?? ""
                lines += address(text, own)
                lines.append("\(name) \(text.contains(":") ? "AAAA" : "A") \(written)")
            }
            for port in slice.ports where port.name?.isEmpty == false {
                lines.append("_\(port.name ?? "")._tcp.\(name) SRV \(port.port ?? 0) \(own)")
            }
        }
        return lines
    }

    private static func address(_ text: String, _ name: String) -> [String] {
        guard text.contains(":") else {
            let way = text.split(separator: ".").reversed().joined(separator: ".")
            return ["\(name) A \(IPAddress(text).map { "\($0)" } ?? "")", "\(way).in-addr.arpa PTR \(name)"]
        }
        let digits = hexadecimal(IPAddress(text)?.bytes ?? []).reversed().map(String.init).joined(separator: ".")
        return ["\(name) AAAA \(IPAddress(text).map { "\($0)" } ?? "")", "\(digits).ip6.arpa PTR \(name)"]
    }

    // MARK: - Answers

    /// Services come and go; what is asked for exists, has existed, or never has.
    @Sendable static func answers(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        var story = try Story(scenario)
        try await story.perform("namespace default")
        try await story.perform("namespace shop")
        for _ in 1...40 {
            let key = "\(random.pick(["default", "shop"]))/s\(random.int(in: 1...5))"
            if random.happens(1, in: 4) {
                try await story.perform("gone \(key)")
            } else if random.happens(1, in: 3) {
                try await story.perform("headless \(key)")
                for line in endpoints(key, &random) { try await story.perform(line) }
            } else {
                try await story.perform(service(key, &random).withAddress)
            }
            let (name, type) = question(key, &random)
            try await story.perform("\(name) \(type) → \(expected(name, type, story))")
        }
    }

    private static func question(_ key: String, _ random: inout Randomness) -> (String, String) {
        let names = key.split(separator: "/")
        let service = "s\(random.int(in: 1...5)).\(names[0]).svc.cluster.local"
        let name = random.pick([
            service, service, "h\(random.int(in: 0...3)).\(service)", "_p0._tcp.\(service)", "_sql._tcp.\(service)",
            "_tcp.\(service)", "\(names[0]).svc.cluster.local",
        ])
        return (name, random.pick(["A", "A", "AAAA", "SRV", "TXT"]))
    }

    private static func expected(_ name: String, _ type: String, _ story: Story) -> String {
        var lines: [[String]] = []
        for key in story.services.keys.sorted() {
            guard let service = story.services[key] else { continue }
            lines += naive(key, service, story.slices[key] ?? []).map {
                $0.split(separator: " ", maxSplits: 2).map(String.init)
            }
        }
        let found = Set(lines.filter { $0[0] == name && $0[1] == type }.map { $0[2] })
        if !found.isEmpty { return found.sorted().joined(separator: ", ") }
        let exists = lines.contains { $0[0] == name || $0[0].hasSuffix("." + name) }
        let isNamespace = ["default.svc.cluster.local", "shop.svc.cluster.local"].contains(name)
        return exists || isNamespace ? "nothing" : "no such name"
    }
}

extension String {
    /// An external name leads elsewhere; here each service has an address.
    fileprivate var withAddress: String {
        let words = split(separator: " ")
        return words[0] == "external" ? "service \(words[1]) ip=10.96.77.77" : self
    }
}
