internal import Conformance
internal import API
internal import Schema
internal import ServicesContract

/// A line with an arrow: what must come of what there is.
///
/// ```
/// web → 10.244.1.2:8080@n1 ready, 10.244.1.3:8080 unready    the endpoints of web; ending: serves no new clients;
/// web → nobody                                               lost: ending, and not ready
/// 10.244.1.9 to 10.96.0.20:80 → 10.244.1.2:8080              a packet from this client; `node`: from the node itself
/// 203.0.113.7 to node:30080/udp → 10.244.1.2:8080 as node    the endpoint sees the node; `as anybody`: either is right
/// 10.244.1.9 to 10.96.0.20:80 → rejected | dropped           or untouched
/// 10.244.1.9 to 10.96.0.20:80 6 times → in turn A, B, C      each once in any three of them
/// 10.244.1.9 to 10.96.0.20:80 6 times → always one of A, B, C
/// 10.244.1.9 to 10.96.0.20:80 → where it was                 this client's last packet to this destination
/// 10.244.1.9 to 10.96.0.20:80 → where it was among A, B      if that is one of these; otherwise to one of these
/// 10.244.1.9 to 10.96.0.20:80 → elsewhere                    not where anybody's last packet went
/// ```
struct Expectation {
    let line: String
    let kind: Kind

    enum Kind {
        case endpoints(service: String, [String])
        case packets(Packets, Wanted)
    }

    struct Packets {
        var text: String
        var packet: Kernel.Packet
        var count: Int
    }

    enum Wanted {
        case each(oneOf: [Outcome])
        case inTurn([Outcome])
        case alwaysOne(of: [Outcome])
        case whereItWas(among: [Outcome])
        case elsewhere
    }

    /// What may become of a packet.
    struct Outcome: Hashable {
        var outcome: Kernel.Outcome
        /// Either way of being seen is right.
        var isAnybody: Bool

        func allows(_ seen: Kernel.Outcome) -> Bool {
            if case .translated(let target, _) = seen, case .translated(target, _) = outcome, isAnybody { return true }
            return seen == outcome
        }
    }

    /// Nil for a line without an arrow.
    init?(_ line: String) throws {
        guard let arrow = line.firstRange(of: " → ") else { return nil }
        self.line = line
        let (left, right) = (String(line[..<arrow.lowerBound]), String(line[arrow.upperBound...]))
        guard let packets = try Self.packets(left) else {
            kind = .endpoints(service: left, right == "nobody" ? [] : Self.list(right, ","))
            return
        }
        kind = .packets(packets, try Self.wanted(right))
    }

    // MARK: - Words

    /// `CLIENT to DESTINATION`, perhaps with `N times`; nil for anything else.
    static func packets(_ text: String) throws -> Packets? {
        let words = text.split(separator: " ").map(String.init)
        guard words.count >= 3, words[1] == "to" else { return nil }
        let isNode = words[0] == "node"
        guard let client = IPv4Address(isNode ? "172.30.0.3" : words[0]) else { throw StoryError(text, "who sends?") }
        let packet = Kernel.Packet(client: client, isFromThisNode: isNode, destination: try destination(words[2]))
        return Packets(text: text, packet: packet, count: words.count > 3 ? Int(words[3]) ?? 1 : 1)
    }

    private static func destination(_ word: String) throws -> Destination {
        let parts = word.split(separator: "/").map(String.init)
        let transport: Transport = parts.count > 1 && parts[1] == "udp" ? .udp : .tcp
        let ends = parts[0].split(separator: ":").map(String.init)
        guard ends.count == 2, let port = Int(ends[1]) else { throw StoryError(word, "no destination") }
        if ends[0] == "node" { return .nodePort(transport, port) }
        guard let address = IPv4Address(ends[0]) else { throw StoryError(word, "no address") }
        return .address(address, transport, port)
    }

    private static func wanted(_ text: String) throws -> Wanted {
        if text.hasPrefix("in turn ") { return .inTurn(try list(text.dropFirst("in turn ".count), ",").map(outcome)) }
        if text.hasPrefix("always one of ") {
            return .alwaysOne(of: try list(text.dropFirst("always one of ".count), ",").map(outcome))
        }
        if text == "elsewhere" { return .elsewhere }
        if text.hasPrefix("where it was") {
            return .whereItWas(among: try list(text.dropFirst("where it was among ".count), ",").map(outcome))
        }
        return .each(oneOf: try list(text, "|").map(outcome))
    }

    private static func outcome(_ text: String) throws -> Outcome {
        let words = text.split(separator: " ").map(String.init)
        switch words[0] {
        case "rejected": return Outcome(outcome: .rejected, isAnybody: false)
        case "dropped": return Outcome(outcome: .dropped, isAnybody: false)
        case "untouched": return Outcome(outcome: .untouched, isAnybody: false)
        default:
            let ends = words[0].split(separator: ":").map(String.init)
            guard ends.count == 2, let address = IPv4Address(ends[0]), let port = Int(ends[1]) else {
                throw StoryError(text, "no outcome")
            }
            return Outcome(
                outcome: .translated(Target(address, port), isMasqueraded: words.last == "node"),
                isAnybody: words.last == "anybody")
        }
    }

    private static func list(_ text: some StringProtocol, _ separator: Character) -> [String] {
        text.split(separator: separator).map { part in
            var part = Substring(part).drop(while: \.isWhitespace)
            while part.last?.isWhitespace == true { part.removeLast() }
            return String(part)
        }
    }

    // MARK: - Texts

    static func text(_ outcome: Kernel.Outcome) -> String {
        switch outcome {
        case .translated(let target, let isMasqueraded):
            "\(target.address):\(target.port)\(isMasqueraded ? " as node" : "")"
        case .rejected: "rejected"
        case .dropped: "dropped"
        case .untouched: "untouched"
        }
    }

    static func text(_ endpoint: Endpoint, _ ports: [EndpointSlicePort]) -> String {
        let numbers = ports.map { port in
            let name = port.name ?? ""
            let suffix = port.protocol?.rawValue == "UDP" ? "/udp" : ""
            return (name.isEmpty ? "" : "\(name)=") + "\(port.port ?? 0)" + suffix
        }
        let place = (endpoint.nodeName ?? "").isEmpty ? "" : "@\(endpoint.nodeName ?? "")"
        let end = numbers.isEmpty ? "" : ":" + numbers.joined(separator: "+")
        return "\(endpoint.addresses.joined(separator: "+"))\(end)\(place) \(text(endpoint.conditions))"
    }

    private static func text(_ conditions: EndpointConditions) -> String {
        switch (
            conditions.ready ?? true, conditions.serving ?? conditions.ready ?? true, conditions.terminating ?? false
        ) {
        case (true, true, false): "ready"
        case (false, false, false): "unready"
        case (false, true, true): "ending"
        case (false, false, true): "lost"
        case (let ready, let serving, let terminating): "ready=\(ready) serving=\(serving) terminating=\(terminating)"
        }
    }
}

extension Expectation.Wanted {
    /// - Parameters:
    ///   - own: where the client's last packet to this destination went.
    ///   - others: where anybody's did.
    func allows(_ seen: [Kernel.Outcome], own: Kernel.Outcome?, others: Kernel.Outcome?) -> Bool {
        switch self {
        case .each(let allowed): seen.allSatisfy { one in allowed.contains { $0.allows(one) } }
        case .alwaysOne(let allowed): isAlwaysOne(of: allowed, seen)
        case .inTurn(let all): isInTurn(all, seen)
        case .elsewhere: seen.allSatisfy { $0 != others && $0.isTranslated }
        case .whereItWas(let allowed):
            if let own, allowed.isEmpty || allowed.contains(where: { $0.allows(own) }) {
                seen.allSatisfy { $0 == own }
            } else {
                isAlwaysOne(of: allowed, seen)
            }
        }
    }

    private func isAlwaysOne(of allowed: [Expectation.Outcome], _ seen: [Kernel.Outcome]) -> Bool {
        Set(seen).count == 1 && allowed.contains { $0.allows(seen[0]) }
    }

    private func isInTurn(_ all: [Expectation.Outcome], _ seen: [Kernel.Outcome]) -> Bool {
        guard seen.count >= all.count else { return false }
        return (0...seen.count - all.count).allSatisfy { start in
            let window = seen[start..<start + all.count]
            return all.allSatisfy { one in window.count { one.allows($0) } == 1 }
        }
    }
}

extension Kernel.Outcome {
    var isTranslated: Bool { if case .translated = self { true } else { false } }
}
