/// Chance that a seed decides: the same numbers on every machine, so that a run can be had again.
///
/// SplitMix64 (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). Each purpose draws from
/// a stream of its own (``branch()``): one more draw for the network doesn't change what the clients do.
package struct Chance: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A stream for another purpose.
    package mutating func branch() -> Chance { Chance(seed: next()) }

    package mutating func int(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True in so many of 1000 cases.
    package mutating func happens(_ perMille: Int) -> Bool { perMille > 0 && Int(next() % 1000) < perMille }

    /// - Parameter choices: at least one.
    package mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
        precondition(!choices.isEmpty, "there is something to choose from")
        return choices[int(in: 0...choices.count - 1)]
    }

    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        for last in elements.indices.dropFirst().reversed() { elements.swapAt(last, int(in: 0...last)) }
        return elements
    }
}
