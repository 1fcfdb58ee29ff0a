internal import ObjectsContract

/// How stories tell of amounts: `1500 milli, decimalSI`. Billionths, with as few zeros as can be.
enum QuantityWords {
    static func text(_ amount: Amount) -> String {
        let units: [(Int128, String)] = [(1_000_000_000, ""), (1_000_000, " milli"), (1000, " micro"), (1, " nano")]
        let (unit, name) = units.first { amount.nanos % $0.0 == 0 } ?? (1, " nano")
        return "\(amount.nanos / unit)\(name), \(amount.format.rawValue)"
    }

    /// The suite's own reading, of what stories ask to be written: so a mistake in reading isn't one in writing, too. Whole
    /// numbers with a fraction of at most nine digits.
    static func amount(_ text: String) -> Amount? {
        let isNegative = text.hasPrefix("-")
        let unsigned = text.drop { "+-".contains($0) }
        let digits = unsigned.prefix { $0.isNumber || $0 == "." }
        guard let (factor, format) = factor(String(unsigned.dropFirst(digits.count))) else { return nil }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let fraction = parts.count > 1 ? parts[1] : ""
        guard fraction.count <= 9, let number = Int128(parts[0] + fraction) else { return nil }
        var nanos = number * factor
        for _ in 0..<fraction.count { nanos /= 10 }
        return Amount(nanos: isNegative ? -nanos : nanos, format: format)
    }

    /// In billionths.
    private static func factor(_ suffix: String) -> (Int128, Amount.Format)? {
        let decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
        let binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        if let index = decimal.firstIndex(of: suffix) { return (power(10, 3 * index), .decimalSI) }
        if let index = binary.firstIndex(of: suffix) {
            return (power(1024, index) * 1_000_000_000, .binarySI)
        }
        guard suffix.hasPrefix("e"), let exponent = Int(suffix.dropFirst()), 0...18 ~= exponent else { return nil }
        return (power(10, exponent + 9), .decimalExponent)
    }

    static func power(_ base: Int128, _ exponent: Int) -> Int128 {
        (0..<exponent).reduce(1) { value, _ in value * base }
    }
}
