import ObjectsContract

/// The text of a quantity, taken apart: `<sign><digits>.<digits><suffix>`.
///
/// ```
///   -1.50Gi   ──▶  isNegative, significand 150, exponent −2, suffix "Gi"
/// ```
struct QuantityParts {
    private(set) var isNegative = false
    /// The digits from the first that isn't zero, as many as count.
    private(set) var significand: Int128 = 0
    /// By which power of ten the significand is to be multiplied.
    private(set) var exponent = 0
    /// Digits other than zero were too many to count.
    private(set) var isInexact = false
    private(set) var suffix: Substring = ""

    init(_ text: String) throws(QuantityError) {
        var rest = Substring(text)
        isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        let whole = rest.prefix { $0.isDigit }
        rest = rest.dropFirst(whole.count)
        var fraction: Substring = ""
        if rest.first == "." {
            fraction = rest.dropFirst().prefix { $0.isDigit }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard Self.isSuffix(rest), !(whole + fraction).isEmpty else { throw .wrongFormat }
        suffix = rest
        take(whole: whole, fraction: fraction, atMost: suffix.last == "i" ? 19 : 36)
    }

    /// Letters, then perhaps a sign, then digits.
    private static func isSuffix(_ text: Substring) -> Bool {
        var rest = text.drop { "eEinumkKMGTP".contains($0) }
        if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
        return rest.allSatisfy { $0.isDigit }
    }

    private mutating func take(whole: Substring, fraction: Substring, atMost limit: Int) {
        var count = 0
        for (place, digit) in (whole + fraction).utf8.enumerated() {
            let value = Int128(digit - UInt8(ascii: "0"))
            if count < limit {
                significand = significand * 10 + value
                if significand > 0 { count += 1 }
                if place >= whole.utf8.count { exponent -= 1 }
            } else {
                if value > 0 { isInexact = true }
                if place < whole.utf8.count { exponent += 1 }
            }
        }
    }
}

extension Character {
    fileprivate var isDigit: Bool { isASCII && "0"..."9" ~= self }
}
