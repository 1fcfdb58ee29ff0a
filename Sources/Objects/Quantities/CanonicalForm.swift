package import ObjectsContract

/// The one way in which an amount is written, however it was written before: so that two who look at an object see the
/// same, and nobody takes a change of spelling for a change.
///
/// - No fraction: `1.5` is `1500m`.
/// - The largest suffix that loses nothing: `1000m` is `1`, `1024Mi` is `1Gi`, and `1500Mi` stays.
/// - The family of suffixes that it came in, where that can be: `1.5Gi` is `1536Mi`. A binary amount below 1024, or with a
///   fraction, has no binary suffix to be written with, and takes a decimal one.
/// - With decimal exponents, 10³ and its powers: `1e3`, `12e6`; none for 1. Beyond `E` there is no other way, so a thousand
///   `E` are `1e21`.
/// - Zero is `0`.
///
/// Source: kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity, "canonical form".
extension Amount {
    package var canonical: String {
        if nanos == 0 { return "0" }
        // lab 01.4: begin
        let units = nanos / Self.nanosPerUnit
        let isWhole = nanos % Self.nanosPerUnit == 0
        if format == .binarySI, isWhole, units.magnitude >= 1024 {
            let (number, power) = Self.reduce(units, by: 1024, atMost: QuantitySuffix.binary.count - 1)
            return "\(number)\(QuantitySuffix.binary[power])"
        }
        let (number, power) = Self.reduce(nanos, by: 1000, atMost: .max)
        let exponent = 3 * power - 9
        if format == .decimalExponent || power >= QuantitySuffix.decimal.count {
            return exponent == 0 ? "\(number)" : "\(number)e\(exponent)"
        }
        return "\(number)\(QuantitySuffix.decimal[power])"
        // lab 01.4: end
    }

    /// Divides as often as nothing is lost by it, up to `limit` times.
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
