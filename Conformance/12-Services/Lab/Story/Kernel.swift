internal import Schema
internal import ServicesContract

/// A kernel, as far as the rules of services go: what `ServiceRules` says in words, done.
///
/// It knows rules, whose turn it is, and who was where. It is naive on purpose: one packet after the other, no
/// connections, no speed. Whatever leads packets to the right places passes, however it is written.
struct Kernel {
    private(set) var rules = ServiceRules()
    /// How many packets each rule has had that takes turns.
    private var turns: [Place: Int] = [:]
    /// By memory and client, when the client was there last.
    private var memories: [String: [IPv4Address: Double]] = [:]

    private struct Place: Hashable {
        var chain: String
        var rule: Int
    }

    struct Packet {
        var client: IPv4Address
        /// The client is a process of this node.
        var isFromThisNode: Bool
        var destination: Destination
    }

    enum Outcome: Hashable {
        case translated(Target, isMasqueraded: Bool)
        case rejected
        case dropped
        /// It goes on to an address that nobody has.
        case untouched
    }

    /// Rules that no kernel would take.
    struct Nonsense: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    private static let mostSteps = 1000

    /// New rules. What hasn't changed goes on counting, and a memory stays as long as there is one of its name.
    mutating func load(_ new: ServiceRules) {
        turns = turns.filter { place, _ in new.chains[place.chain] == rules.chains[place.chain] }
        memories = memories.filter { name, _ in new.memories[name] == rules.memories[name] }
        rules = new
    }

    /// - Parameter now: in seconds.
    mutating func send(_ packet: Packet, now: Double) throws(Nonsense) -> Outcome {
        if let chain = rules.entries[packet.destination] {
            let journey = try travel(packet, from: chain, now)
            if let target = journey.target { return .translated(target, isMasqueraded: journey.isMasqueraded) }
        }
        return switch rules.refusals[packet.destination] {
        case .reject: .rejected
        case .drop: .dropped
        case nil: .untouched
        }
    }

    private struct Journey {
        var target: Target?
        var isMasqueraded = false
        /// The chain to go on in.
        var next: String?
    }

    private mutating func travel(_ packet: Packet, from entry: String, _ now: Double) throws(Nonsense) -> Journey {
        var journey = Journey(next: entry)
        for _ in 0..<Self.mostSteps {
            guard let name = journey.next else { return journey }
            guard let chain = rules.chains[name] else { throw Nonsense("there is no chain `\(name)` to go to") }
            journey.next = nil
            for (index, rule) in chain.enumerated() where try holds(rule.condition, packet, now) {
                try act(rule.action, packet, Place(chain: name, rule: index), now, &journey)
                if journey.next != nil || journey.target != nil { break }
            }
        }
        throw Nonsense("the chain `\(entry)` leads around in circles")
    }

    private func holds(_ condition: Rule.Condition, _ packet: Packet, _ now: Double) throws(Nonsense) -> Bool {
        switch condition {
        case .always: return true
        case .isFromThisNode: return packet.isFromThisNode
        case .isRemembered(let memory):
            guard let seconds = rules.memories[memory] else { throw Nonsense("there is no memory `\(memory)`") }
            guard let last = memories[memory]?[packet.client] else { return false }
            return now < last + Double(seconds)
        }
    }

    private mutating func act(
        _ action: Rule.Action, _ packet: Packet, _ place: Place, _ now: Double, _ journey: inout Journey
    ) throws(Nonsense) {
        switch action {
        case .masquerade: journey.isMasqueraded = true
        case .remember(let memory):
            guard rules.memories[memory] != nil else { throw Nonsense("there is no memory `\(memory)`") }
            memories[memory, default: [:]][packet.client] = now
        case .go(let chain): journey.next = chain
        case .translate(let target): journey.target = target
        case .takeTurns(let actions):
            if actions.isEmpty { throw Nonsense("chain `\(place.chain)` takes turns among nothing") }
            let turn = turns[place, default: 0]
            turns[place] = turn + 1
            try act(actions[turn % actions.count], packet, place, now, &journey)
        }
    }
}
