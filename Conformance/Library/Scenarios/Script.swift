/// A case as a text: commands, a line of three dashes, and what they must print. It needs no compiling, so instructors
/// write hidden cases in it; the suite's ``Suite/teller`` carries out the commands.
///
/// ```
/// case: scheduler/hidden/two-taints
/// must: A pod MUST tolerate every NoSchedule taint of its node.
/// source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
/// step: 2
/// weight: 2
/// visibility: hidden
/// ---
/// node n1 taints=gpu:NoSchedule,disk:NoSchedule     # a comment
/// pod web tolerations=gpu
/// ---
/// web: n1 has the taint disk
/// ```
/// The words above the first dashes: `case`, `must` and `source` are needed; `says`, `invariant`, `look`, `step`,
/// `weight` (1), `visibility` (visible, hidden, afterDueDate), `feature` (core without it) and `seconds` may be there.
public struct Script: Sendable, Hashable {
    public var identifier = ""
    public var requirement = Requirement("", source: "")
    public var coverage = Coverage.core
    public var step: Int?
    public var weight = 1
    public var visibility = Visibility.visible
    public var timeLimit = Duration.seconds(60)
    public var commands: [String] = []
    public var expected: [String] = []

    /// Lines without what follows a ` #` or a `#` at their beginning, and without the empty ones.
    public init(_ text: String) throws(ScriptError) {
        let parts = Self.lines(text).split(separator: "---", omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw ScriptError("has \(parts.count) parts; a head, commands, and what they print, with --- between")
        }
        for line in parts[0] { try take(headLine: line) }
        (commands, expected) = (Array(parts[1]), Array(parts[2]))
        for (word, value) in [("case", identifier), ("must", requirement.must), ("source", requirement.source)]
        where value.isEmpty {
            throw ScriptError("`\(word):` is missing")
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            var line = line
            if line.hasPrefix("#") { return nil }
            if let comment = line.firstRange(of: " #") { line = line[..<comment.lowerBound] }
            while line.last?.isWhitespace == true { line.removeLast() }
            return line.isEmpty ? nil : String(line)
        }
    }

    private mutating func take(headLine line: String) throws(ScriptError) {
        guard let colon = line.firstIndex(of: ":") else { throw ScriptError("not of the form `word: value`: \(line)") }
        let value = String(line[colon...].dropFirst().drop(while: \.isWhitespace))
        switch line[..<colon] {
        case "case": identifier = value
        case "must": requirement.must = value
        case "source": requirement.source = value
        case "says": requirement.says = value
        case "invariant": requirement.invariant = value
        case "look": requirement.look = value
        case "feature": coverage = .extended(feature: value)
        case "step": step = try Self.number(value, line)
        case "weight": weight = try Self.number(value, line)
        case "seconds": timeLimit = .seconds(try Self.number(value, line))
        case "visibility":
            guard let known = Visibility(rawValue: value) else { throw ScriptError("no such visibility: \(value)") }
            visibility = known
        default: throw ScriptError("no such word: \(line)")
        }
    }

    private static func number(_ value: String, _ line: String) throws(ScriptError) -> Int {
        guard let number = Int(value), number >= 0 else { throw ScriptError("not a number: \(line)") }
        return number
    }

    /// The script as a case.
    /// - Parameter teller: see ``Suite/teller``.
    public func asCase(_ teller: @escaping Suite.Teller) -> Case {
        let (commands, expected) = (commands, expected)
        var result = Case(
            identifier, requirement, coverage: coverage, step: step, weight: weight, visibility: visibility,
            timeLimit: timeLimit
        ) { scenario in
            for command in commands { scenario.say(command) }
            let printed = try await teller(commands, scenario)
            try scenario.expect(
                expected.joined(separator: "\n"), observed: printed.joined(separator: "\n"), printed == expected)
        }
        result.script = (commands + ["---"] + expected).joined(separator: "\n")
        return result
    }
}

/// Why a text is no script.
public struct ScriptError: Error, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
