/// How a quantity is read: `<sign><digits>.<digits><suffix>`.
extension Quantity {
    public init(_ text: String) throws(DecodeError) {
        let parts = try QuantityParts(text)
        guard let suffix = Suffix(parts.suffix) else { throw DecodeError("unable to parse quantity's suffix") }
        let magnitude = parts.magnitude(scaledBy: suffix)
        let format: Format = suffix.format == .binarySI && magnitude < Self.nanosPerUnit ? .decimalSI : suffix.format
        self.init(nanos: parts.isNegative ? -magnitude : magnitude, format: format)
    }
}

/// The text of a quantity, taken apart.
private struct QuantityParts {
    var isNegative = false
    /// The digits from the first that isn't zero, as many as count.
    var significand: Int128 = 0
    /// By which power of ten the significand is to be multiplied.
    var exponent = 0
    /// Digits other than zero didn't count.
    var isInexact = false
    var suffix: Substring = ""

    static let wrongFormat = DecodeError(
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")

    init(_ text: String) throws(DecodeError) {
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
        guard Self.isSuffix(rest), !(whole + fraction).isEmpty else { throw Self.wrongFormat }
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

    /// In nano, rounded up, and never more than there may be.
    func magnitude(scaledBy suffix: Quantity.Suffix) -> Int128 {
        let limit = suffix.format == .binarySI ? Int128(Int64.max) * Quantity.nanosPerUnit : Quantity.limit
        let (product, overflow) = significand.multipliedReportingOverflow(by: 1 << Int128(suffix.binaryExponent))
        guard !overflow else { return limit }
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
    }
}

extension Quantity {
    /// What a number is multiplied by.
    fileprivate struct Suffix {
        var format: Format
        var decimalExponent = 0
        var binaryExponent = 0

        static let decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
        static let binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]

        /// Nil when there is no such suffix.
        init?(_ text: Substring) {
            if let index = Self.decimal.firstIndex(of: String(text)) {
                self.init(format: .decimalSI, decimalExponent: 3 * index - 9)
            } else if let index = Self.binary.firstIndex(of: String(text)) {
                self.init(format: .binarySI, binaryExponent: 10 * index)
            } else {
                guard text.first == "e" || text.first == "E", let exponent = Int32(text.dropFirst()) else { return nil }
                self.init(format: .decimalExponent, decimalExponent: Int(exponent))
            }
        }

        private init(format: Format, decimalExponent: Int = 0, binaryExponent: Int = 0) {
            self.format = format
            self.decimalExponent = decimalExponent
            self.binaryExponent = binaryExponent
        }
    }
}

/// How a quantity is written: in canonical form.
extension Quantity: CustomStringConvertible {
    public var description: String {
        if nanos == 0 { return "0" }
        let units = nanos / Self.nanosPerUnit
        let isWhole = nanos % Self.nanosPerUnit == 0
        if format == .binarySI, isWhole, units.magnitude >= 1024 {
            let (number, power) = Self.reduce(units, by: 1024, atMost: Suffix.binary.count - 1)
            return "\(number)\(Suffix.binary[power])"
        }
        let (number, power) = Self.reduce(nanos, by: 1000, atMost: .max)
        let exponent = 3 * power - 9
        if format == .decimalExponent || power >= Suffix.decimal.count {
            return exponent == 0 ? "\(number)" : "\(number)e\(exponent)"
        }
        return "\(number)\(Suffix.decimal[power])"
    }

    private static func reduce(_ number: Int128, by base: Int128, atMost limit: Int) -> (number: Int128, power: Int) {
        var number = number
        var power = 0
        while power < limit, number % base == 0 {
            number /= base
            power += 1
        }
        return (number, power)
    }
}

extension Character {
    fileprivate var isDigit: Bool { isASCII && "0"..."9" ~= self }
}
