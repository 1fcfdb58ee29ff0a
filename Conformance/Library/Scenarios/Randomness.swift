/// Numbers that look random, and are the same for the same seed on every machine: so a failure can be replayed.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). One run has one seed;
/// each case gets its own from the run's seed and its identifier, so that a case alone sees what it saw among others.
public struct Randomness: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// A generator for one purpose among several: `named` tells them apart.
    public init(seed: UInt64, named name: String) {
        // FNV-1a over the name, started with the seed.
        let hash = name.utf8.reduce(seed ^ 0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var generator = Randomness(seed: hash)
        self.init(seed: generator.next())
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// One of the range's numbers. (Not `Int.random(in:using:)`, whose way may change with the standard library.)
    public mutating func int(in range: ClosedRange<Int>) -> Int {
        let size = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int(next() % size)
    }

    /// - Parameter choices: at least one.
    public mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        precondition(!choices.isEmpty, "there is something to choose from")
        return choices[int(in: 0...choices.count - 1)]
    }

    /// True in `part` of `whole` cases.
    public mutating func happens(_ part: Int, in whole: Int) -> Bool { int(in: 1...whole) <= part }

    public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in elements.indices.dropFirst().reversed() { elements.swapAt(last, int(in: 0...last)) }
        return elements
    }
}
