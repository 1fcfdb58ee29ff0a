/// Which submissions look alike, and which look like the reference: where a person should look, and no verdict.
///
/// Those who solve a small task well may well solve it alike; so a figure says little alone, and much beside the others.
public struct SimilarityTable: Sendable {
    public struct Pair: Sendable, Hashable {
        public var first: String
        public var second: String
        /// From 0 to 100; see ``Fingerprint/similarity(to:)``.
        public var percent: Int
    }

    /// All pairs of submissions, the most similar first.
    public let pairs: [Pair]
    /// Each submission with the reference, the most similar first; empty without a reference.
    public let toReference: [Pair]

    /// - Parameters:
    ///   - submissions: by name.
    ///   - given: the starter, which doesn't count.
    public init(
        _ submissions: [String: Fingerprint], given: Fingerprint = Fingerprint(of: []), reference: Fingerprint? = nil
    ) {
        let own = submissions.sorted { $0.key < $1.key }.map { ($0.key, $0.value.subtracting(given)) }
        var pairs: [Pair] = []
        for (index, (name, fingerprint)) in own.enumerated() {
            for (other, others) in own[(index + 1)...] {
                pairs.append(Pair(first: name, second: other, percent: fingerprint.similarity(to: others)))
            }
        }
        self.pairs = Self.sorted(pairs)
        let rest = reference?.subtracting(given)
        toReference = Self.sorted(
            own.compactMap { name, fingerprint in
                rest.map { Pair(first: name, second: "reference", percent: fingerprint.similarity(to: $0)) }
            })
    }

    private static func sorted(_ pairs: [Pair]) -> [Pair] {
        pairs.sorted { ($1.percent, $0.first, $0.second) < ($0.percent, $1.first, $1.second) }
    }

    /// A line for each pair that is at least so similar, then for each submission that is so similar to the reference.
    public func text(from percent: Int = 50) -> String {
        let lines = (pairs + toReference).filter { $0.percent >= percent }.map { pair in
            let number = String(pair.percent)
            return String(repeating: " ", count: 3 - number.count) + "\(number) %  \(pair.first)  \(pair.second)"
        }
        return lines.isEmpty ? "No two submissions share \(percent) %.\n" : lines.joined(separator: "\n") + "\n"
    }
}
