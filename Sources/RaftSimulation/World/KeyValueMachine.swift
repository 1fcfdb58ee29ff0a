/// The service that the members keep together: a small map from keys to numbers. Every member applies the same commands in
/// the same order, so all maps are the same (§2 of the paper).
struct KeyValueMachine: Hashable, Sendable {
    private var values: [Int]

    init(keys: Int) { values = [Int](repeating: 0, count: keys) }

    func value(of key: Int) -> Int { values[key] }

    mutating func apply(_ command: Command) -> Register.Answer {
        let (value, answer) = Register.apply(command.call, to: values[command.key])
        values[command.key] = value
        return answer
    }
}

/// What a client wants, as the log carries it. The text is what people see in a timeline: `x=12`, `y:12→13`.
struct Command: Hashable, Sendable {
    var key: Int
    var call: Register.Call

    static let names: [Character] = ["x", "y", "z", "u", "v", "w"]
    var name: Character { Self.names[key] }

    var bytes: [UInt8] {
        switch call {
        case .put(let value): Array("\(name)=\(value)".utf8)
        case .get: Array("\(name)".utf8)
        case .swap(let expected, let new): Array("\(name):\(expected)→\(new)".utf8)
        }
    }

    /// Nil for what no client has sent.
    init?(_ bytes: [UInt8]) {
        let numbers = bytes.dropFirst().split { !(48...57).contains($0) }.map { digits in
            digits.reduce(0) { $0 * 10 + Int($1) - 48 }
        }
        guard bytes.count > 1, let key = Self.names.firstIndex(of: Character(UnicodeScalar(bytes[0]))) else {
            return nil
        }
        self.key = key
        switch (bytes[1], numbers.count) {
        case (UInt8(ascii: "="), 1): call = .put(numbers[0])
        case (UInt8(ascii: ":"), 2): call = .swap(expected: numbers[0], new: numbers[1])
        default: return nil
        }
    }

    init(key: Int, _ call: Register.Call) { (self.key, self.call) = (key, call) }
}
