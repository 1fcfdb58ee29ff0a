/// What a quantity such as `1500m` or `64Mi` stands for: a number of billionths, and how it wants to be written.
///
/// No floating-point number: 0.1 is none of those, and a tenth of a CPU is to be a tenth of a CPU.
public struct Amount: Sendable, Hashable {
    /// Which suffixes the amount is written with.
    public enum Format: String, Sendable, Hashable, CaseIterable {
        /// n, u, m, none, k, M, G, T, P, E: powers of 1000.
        case decimalSI
        /// Ki, Mi, Gi, Ti, Pi, Ei: powers of 1024.
        case binarySI
        /// `e3`: powers of ten.
        case decimalExponent
    }

    public var nanos: Int128
    public var format: Format

    public init(nanos: Int128, format: Format = .decimalSI) {
        self.nanos = nanos
        self.format = format
    }

    public static let nanosPerUnit: Int128 = 1_000_000_000

    /// The most that is counted; what is more is this. Of a decimal amount 10²⁸ units (the sum of two fits in 128 bits), of
    /// a binary one 2⁶³−1.
    public static func limit(_ format: Format) -> Int128 {
        let units: Int128 = format == .binarySI ? Int128(Int64.max) : 10_000_000_000_000_000_000_000_000_000
        return units * nanosPerUnit
    }
}

/// Why a text is no quantity, in Kubernetes' words.
public struct QuantityError: Error, Hashable, CustomStringConvertible {
    public var description: String
    public init(_ description: String) { self.description = description }

    public static let wrongFormat = QuantityError(
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
    public static let unknownSuffix = QuantityError("unable to parse quantity's suffix")
}
