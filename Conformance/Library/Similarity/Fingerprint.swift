/// What is left of a program when names, comments, layout and constants don't count: a set of numbers, of which two
/// programs share many when one is made from the other.
///
/// Winnowing (Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003; what
/// Moss does). The source becomes tokens, every run of `tokensInARun` tokens a hash, and of every `window` hashes in a row
/// the least is kept. So whatever two sources have in common of at least `tokensInARun + window - 1` tokens is found,
/// wherever it stands.
public struct Fingerprint: Sendable, Hashable {
    private static let tokensInARun = 12
    private static let window = 8

    public private(set) var marks: Set<UInt64> = []

    /// - Parameter sources: the texts of a submission's files; their order doesn't matter.
    public init(of sources: [String]) {
        for source in sources { marks.formUnion(Self.winnowed(Self.hashes(of: SwiftTokens.shapes(of: source)))) }
    }

    /// Without what everybody was given.
    public func subtracting(_ given: Fingerprint) -> Fingerprint {
        var rest = self
        rest.marks.subtract(given.marks)
        return rest
    }

    /// From 0 to 100: how much of the smaller one is in the other, too. 0 when one of them has nothing of its own.
    public func similarity(to other: Fingerprint) -> Int {
        let smaller = min(marks.count, other.marks.count)
        return smaller == 0 ? 0 : marks.intersection(other.marks).count * 100 / smaller
    }

    private static func hashes(of tokens: [String]) -> [UInt64] {
        let numbers = tokens.map { token in Randomness(seed: 0, named: token) }.map { generator in
            var generator = generator
            return generator.next()
        }
        guard numbers.count >= tokensInARun else { return [] }
        return (0...numbers.count - tokensInARun).map { start in
            numbers[start..<start + tokensInARun].reduce(0) { ($0 &* 0x100_0000_01b3) ^ $1 }
        }
    }

    private static func winnowed(_ hashes: [UInt64]) -> Set<UInt64> {
        guard hashes.count > window else { return Set(hashes.min().map { [$0] } ?? []) }
        var kept: Set<UInt64> = []
        for start in 0...hashes.count - window {
            if let least = hashes[start..<start + window].min() { kept.insert(least) }
        }
        return kept
    }
}
