package import ObjectsContract

/// What a quantity is worth: `1500m` of a CPU, `64Mi` of memory.
///
/// | suffix | n | u | m | none | k | M | G | T | P | E |
/// |---|---|---|---|---|---|---|---|---|---|---|
/// | times | 10⁻⁹ | 10⁻⁶ | 10⁻³ | 1 | 10³ | 10⁶ | 10⁹ | 10¹² | 10¹⁵ | 10¹⁸ |
///
/// `Ki`, `Mi`, `Gi`, `Ti`, `Pi` and `Ei` are 2¹⁰, 2²⁰ and so on up to 2⁶⁰; `e3` and `E3` are 10³. A small k is a thousand, a
/// capital one alone is nothing; a small m is a thousandth, a capital one a million.
///
/// The amount is counted in billionths. What is finer is rounded up, away from zero, so that nobody gets less than was
/// asked for; what is more than ``Amount/limit(_:)`` is that. An amount below 1 in a binary suffix is written with decimal
/// ones.
///
/// Source: kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity.
extension Amount {
    package init(reading text: String) throws(QuantityError) {
        let parts = try QuantityParts(text)
        guard let suffix = QuantitySuffix(parts.suffix) else { throw .unknownSuffix }
        let magnitude = parts.magnitude(scaledBy: suffix)
        let isSmallBinary = suffix.format == .binarySI && magnitude < Amount.nanosPerUnit
        self.init(
            nanos: parts.isNegative ? -magnitude : magnitude, format: isSmallBinary ? .decimalSI : suffix.format)
    }
}

/// What a number is multiplied by: a power of ten, a power of two.
struct QuantitySuffix {
    var format: Amount.Format
    var decimalExponent = 0
    var binaryExponent = 0

    /// Each is a thousand times the one before.
    static let decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    /// Each is 1024 times the one before.
    static let binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
}

extension QuantitySuffix {
    /// Nil when there is no such suffix.
    init?(_ text: Substring) {
        // lab 01.3: begin
        if let index = Self.decimal.firstIndex(of: String(text)) {
            self.init(format: .decimalSI, decimalExponent: 3 * index - 9)
        } else if let index = Self.binary.firstIndex(of: String(text)) {
            self.init(format: .binarySI, binaryExponent: 10 * index)
        } else {
            guard text.first == "e" || text.first == "E", let exponent = Int32(text.dropFirst()) else { return nil }
            self.init(format: .decimalExponent, decimalExponent: Int(exponent))
        }
        // lab 01.3: end
    }
}

extension QuantityParts {
    /// In billionths, without the sign, rounded up, and never more than there may be.
    func magnitude(scaledBy suffix: QuantitySuffix) -> Int128 {
        let limit = Amount.limit(suffix.format)
        let (product, isTooMuch) = significand.multipliedReportingOverflow(by: 1 << Int128(suffix.binaryExponent))
        guard !isTooMuch else { return limit }
        // lab 01.3: begin
        var result = product
        var power = exponent + suffix.decimalExponent + 9
        var remains = isInexact
        while power > 0, result > 0, result < limit {
            result *= 10
            power -= 1
        }
        while power < 0, result > 0 {
            if result % 10 != 0 { remains = true }
            result /= 10
            power += 1
        }
        return min(remains ? result + 1 : result, limit)
        // lab 01.3: end
    }
}
