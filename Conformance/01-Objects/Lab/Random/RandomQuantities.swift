internal import Conformance
internal import ObjectsContract

/// Quantities worked out with long multiplication and lists of candidates.
enum RandomQuantities {
    private static let suffixes: [(text: String, twos: Int, tens: Int, format: Amount.Format)] = [
        ("n", 0, -9, .decimalSI), ("u", 0, -6, .decimalSI), ("m", 0, -3, .decimalSI), ("", 0, 0, .decimalSI),
        ("k", 0, 3, .decimalSI), ("G", 0, 9, .decimalSI), ("e-2", 0, -2, .decimalExponent),
        ("E4", 0, 4, .decimalExponent), ("Ki", 10, 0, .binarySI), ("Mi", 20, 0, .binarySI), ("Gi", 30, 0, .binarySI),
    ]

    @Sendable static func read(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        let story = try await Story(scenario)
        for _ in 1...60 {
            let suffix = random.pick(suffixes)
            let (whole, sign) = ("\(random.int(in: 0...99999))", random.pick(["", "-", "+"]))
            let fraction = random.happens(1, in: 2) ? "\(random.int(in: 0...9_999_999))" : ""
            let magnitude = nanos(whole, fraction, suffix.twos, suffix.tens)
            let isSmall = suffix.format == .binarySI && magnitude < 1_000_000_000
            let amount = Amount(
                nanos: sign == "-" ? -magnitude : magnitude, format: isSmall ? .decimalSI : suffix.format)
            let text = sign + whole + (fraction.isEmpty ? "" : "." + fraction) + suffix.text
            try await story.expect("worth \(text)", QuantityWords.text(amount))
        }
    }

    /// Multiplied until nothing is behind the point, then divided again, and rounded up.
    private static func nanos(_ whole: String, _ fraction: String, _ twos: Int, _ tens: Int) -> Int128 {
        var digits = Int128(whole + fraction) ?? 0
        for _ in 0..<twos { digits *= 2 }
        let shift = 9 + tens - fraction.count
        if shift >= 0 { return digits * QuantityWords.power(10, shift) }
        let divisor = QuantityWords.power(10, -shift)
        return (digits + divisor - 1) / divisor
    }

    @Sendable static func write(_ scenario: Scenario) async throws {
        var random = scenario.randomness()
        let story = try await Story(scenario)
        for _ in 1...60 {
            let format = random.pick(Amount.Format.allCases)
            let base: Int128 = format == .binarySI ? 1024 : 1000
            let nanos =
                Int128(random.int(in: 1...4000)) * QuantityWords.power(base, random.int(in: 0...3))
                * random.pick([1_000_000_000, 1_000_000_000, 1_000_000, 1])
            let amount = Amount(nanos: random.happens(1, in: 5) ? -nanos : nanos, format: format)
            let answer = try await story.core.canonical(amount)
            try scenario.expect(
                "\(QuantityWords.text(amount)) is written \(written(amount))", observed: "it is written \(answer)",
                answer == written(amount))
        }
    }

    /// The largest of the family's suffixes that divides it.
    private static func written(_ amount: Amount) -> String {
        let unit: Int128 = 1_000_000_000
        if amount.format == .binarySI, amount.nanos % unit == 0, amount.nanos.magnitude >= UInt128(1024 * unit) {
            let names = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
            let best = names.indices.last { amount.nanos % (QuantityWords.power(1024, $0) * unit) == 0 } ?? 0
            return "\(amount.nanos / (QuantityWords.power(1024, best) * unit))\(names[best])"
        }
        let names = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
        let best = names.indices.last { amount.nanos % QuantityWords.power(1000, $0) == 0 } ?? 0
        let number = amount.nanos / QuantityWords.power(1000, best)
        if amount.format != .decimalExponent { return "\(number)\(names[best])" }
        return best == 3 ? "\(number)" : "\(number)e\(3 * best - 9)"
    }
}
