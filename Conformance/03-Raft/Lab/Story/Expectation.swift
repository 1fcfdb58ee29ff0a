internal import Conformance
internal import RaftContract

/// What must be so, of what has happened since the last expectations.
///
/// | line | |
/// |---|---|
/// | `says 1→2 vote 1 granted` | among others; `*` stands for anything, `\|` between two of which either will do |
/// | `never says 1→2 vote *` | |
/// | `is leader in term 2`, `is follower`, `is not leader` | |
/// | `has committed 3`, `has not committed 3` | the commit index is at least this, or below it |
/// | `applies a b`, `applies nothing` | exactly these commands; entries without one aside |
/// | `reads 7 as of 3`, `reads nothing` | |
/// | `installs 1/5`, `installs nothing` | |
/// | `refuses`, `takes it` | the last request |
/// | `has on disk term 2 vote 3` | |
struct Expectation {
    private let verb: String
    private let rest: String
    private let line: String

    private static let verbs = [
        "says", "never says", "is not", "is", "has committed", "has not committed", "applies", "reads", "installs",
        "refuses", "takes it", "has on disk",
    ]

    /// Nil for a line that says what happens.
    init?(_ line: String) {
        guard let verb = Self.verbs.first(where: { line == $0 || line.hasPrefix($0 + " ") }) else { return nil }
        (self.verb, self.line) = (verb, line)
        rest = String(line.dropFirst(verb.count).drop(while: \.isWhitespace))
    }

    func check(_ machine: Machine, _ scenario: Scenario) throws {
        let (holds, observed) = look(machine)
        try scenario.expect("member \(machine.id) \(line)", observed: "member \(machine.id) \(observed)", holds)
    }

    private func look(_ machine: Machine) -> (holds: Bool, observed: String) {
        let (seen, status) = (machine.seen, machine.status)
        switch verb {
        case "says": return (isSaid(seen), Self.says(seen))
        case "never says": return (!isSaid(seen), Self.says(seen))
        case "is", "is not":
            return (isRole(status) == (verb == "is"), "is \(status.role.rawValue) in term \(status.term)")
        case "has committed": return (status.commit >= Int(rest) ?? 0, "has committed \(status.commit)")
        case "has not committed": return (status.commit < Int(rest) ?? 0, "has committed \(status.commit)")
        case "applies": return compare(Self.commands(seen), "applies")
        case "reads":
            return compare(seen.reads.map { "\($0.context) as of \($0.index)" }.joined(separator: ", "), "reads")
        case "installs":
            return compare(seen.snapshots.map { "\($0.term)/\($0.index)" }.joined(separator: " "), "installs")
        case "has on disk":
            let state = machine.disk.hardState
            return compare("term \(state.term)" + (state.vote.map { " vote \($0)" } ?? ""), "has on disk")
        default:
            guard case .refused = seen.answer else { return (verb == "takes it", "takes it") }
            return (verb == "refuses", "refuses")
        }
    }

    private func compare(_ observed: String, _ verb: String) -> (Bool, String) {
        let words = observed.isEmpty ? "nothing" : observed
        return (words == rest, "\(verb) \(words)")
    }

    private func isRole(_ status: RaftStatus) -> Bool {
        let words = rest.split(separator: " ")
        let isTerm = words.count < 4 || Int(words[3]) == status.term
        return words.first.map(String.init) == status.role.rawValue && isTerm
    }

    private func isSaid(_ seen: Machine.Seen) -> Bool {
        let patterns = rest.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
        return seen.messages.contains { message in patterns.contains { Self.matches("\(message)", $0) } }
    }

    /// `*` stands for any characters, also none.
    private static func matches(_ text: String, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return text == pattern }
        guard text.hasPrefix(parts[0]) else { return false }
        var rest = text.dropFirst(parts[0].count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(parts[parts.count - 1])
    }

    // MARK: - Words

    private static func commands(_ seen: Machine.Seen) -> String {
        seen.applied.compactMap { entry in
            if case .command(let bytes) = entry.content { String(decoding: bytes, as: UTF8.self) } else { nil }
        }.joined(separator: " ")
    }

    private static func says(_ seen: Machine.Seen) -> String {
        seen.messages.isEmpty ? "says nothing" : "says " + seen.messages.map(\.description).joined(separator: "; ")
    }

    /// For golden scripts: everything that was seen, a line each.
    static func words(of seen: Machine.Seen) -> [String] {
        let applied = commands(seen)
        return seen.messages.map { "says \($0)" } + (applied.isEmpty ? [] : ["applies \(applied)"])
            + seen.reads.map { "reads \($0.context) as of \($0.index)" }
            + seen.snapshots.map { "installs \($0.term)/\($0.index)" }
    }
}
