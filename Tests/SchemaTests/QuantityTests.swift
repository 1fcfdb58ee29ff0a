import Schema
import Testing

@Suite("Quantity")
struct QuantityTests {
    @Test(
        "Is written in canonical form",
        arguments: [
            ("0", "0"), ("0.0", "0"), ("0Ki", "0"), ("1", "1"), ("+1", "1"), ("-1", "-1"), ("1.5", "1500m"),
            ("0.5", "500m"),
            (".5", "500m"), ("5.", "5"), ("1000m", "1"), ("1500m", "1500m"), ("100", "100"), ("1000", "1k"),
            ("1100", "1100"),
            ("1000000k", "1G"), ("1e3", "1e3"), ("1500e0", "1500"), ("1.5e3", "1500"), ("12E6", "12e6"), ("1E", "1E"),
            ("1000E", "1e21"), ("64Mi", "64Mi"), ("1024Mi", "1Gi"), ("1.5Gi", "1536Mi"), ("0.5Ki", "512"),
            ("1023", "1023"),
            ("0.1Mi", "104857600m"), ("1n", "1n"), ("0.1n", "1n"), ("0.0000000001", "1n"), ("-0.1n", "-1n"),
            ("1234567890123456789", "1234567890123456789"), ("9Ei", "9223372036854775807"), ("0.1u", "100n"),
            ("8192Pi", "9223372036854775807"), ("7Ei", "7Ei"),
        ])
    func canonicalForm(text: String, canonical: String) throws {
        #expect(try Quantity(text).description == canonical)
        #expect(try Quantity(canonical) == Quantity(text))
    }

    @Test(
        "What isn't a quantity is refused with Kubernetes' words",
        arguments: [
            ("", "regular"), ("x", "regular"), ("1.1.M", "regular"), ("1+1.0M", "regular"), ("0.1am", "regular"),
            ("1 ", "regular"), ("٣", "regular"), ("1i", "suffix"), ("0.1mi", "suffix"), ("-3.01e-", "suffix"),
            ("1KiB", "regular"),
        ])
    func refusals(text: String, part: String) {
        let error = #expect(throws: DecodeError.self) { try Quantity(text) }
        let messages = [
            "regular": "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
            "suffix": "unable to parse quantity's suffix",
        ]
        #expect(error?.message == messages[part])
    }

    @Test(
        "Whole units and thousandths are rounded up",
        arguments: [
            ("1m", 1, 1), ("1500m", 2, 1500), ("1n", 1, 1), ("-1500m", -2, -1500), ("2Ki", 2048, 2_048_000),
            ("1u", 1, 1),
        ])
    func rounding(text: String, value: Int, milli: Int) throws {
        let quantity = try Quantity(text)
        #expect(quantity.value == value)
        #expect(quantity.milliValue == milli)
    }

    @Test("Sums keep the format of the first part, and are exact")
    func sums() throws {
        #expect(try (Quantity("1Gi") + Quantity("512Mi")).description == "1536Mi")
        #expect(try (Quantity("500m") + Quantity("1")).description == "1500m")
        #expect(try (Quantity.zero + Quantity("1Mi")).description == "1Mi")
        #expect(try (Quantity("1") - Quantity("2500m")).description == "-1500m")
        #expect(try Quantity("100m") < Quantity("0.2"))
        #expect(try Quantity("1") == Quantity("1000m"))
    }

    @Test("JSON has a string or a number, protobuf a message with the string")
    func wire() throws {
        #expect(try Quantity(json: 2).json == "2")
        #expect(try Quantity(json: 0.5).json == "500m")
        var writer = ProtobufWriter()
        try Quantity("64Mi").writeProtobuf(number: 2, into: &writer)
        #expect(writer.bytes == [0x12, 6, 0x0a, 4] + Array("64Mi".utf8))
    }

    @Test("Agrees with long multiplication on random input")
    func property() throws {
        var random = Seeded(seed: UInt64.random(in: 0...UInt64.max))
        for _ in 0..<2000 {
            let text = NaiveQuantity.text(using: &random)
            let naive = NaiveQuantity.nanos(of: text)
            #expect(try Quantity(text).nanos == naive, "\(text), seed \(random.seed)")
        }
    }
}

/// The second implementation: strings of digits only.
private enum NaiveQuantity {
    static let suffixes: [(String, binary: Int, decimal: Int)] = [
        ("n", 0, -9), ("u", 0, -6), ("m", 0, -3), ("", 0, 0), ("k", 0, 3), ("G", 0, 9), ("e-2", 0, -2), ("E4", 0, 4),
        ("Ki", 10, 0), ("Mi", 20, 0), ("Gi", 30, 0),
    ]

    static func text(using random: inout Seeded) -> String {
        let whole = String(Int.random(in: 0...99999, using: &random))
        let fraction = Bool.random(using: &random) ? "." + String(Int.random(in: 0...9_999_999, using: &random)) : ""
        return ["", "-", "+"].randomElement(using: &random).unsafelyUnwrapped + whole + fraction
            + suffixes.randomElement(using: &random).unsafelyUnwrapped.0
    }

    /// Shifts the decimal point to billionths by moving digits, doubles for each binary power, then rounds up.
    static func nanos(of text: String) -> Int128 {
        let unsigned = text.drop { "+-".contains($0) }
        let number = unsigned.prefix { $0.isNumber || $0 == "." }
        let suffix = suffixes.first { $0.0 == unsigned.dropFirst(number.count) }.unsafelyUnwrapped
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        var digits = Int128(String(parts[0]) + fraction + String(repeating: "0", count: 14)).unsafelyUnwrapped
        for _ in 0..<suffix.binary { digits *= 2 }
        var shift = 9 + suffix.decimal - fraction.count - 14
        while shift > 0 { digits *= 10; shift -= 1 }
        var divisor: Int128 = 1
        while shift < 0 { divisor *= 10; shift += 1 }
        let magnitude = (digits + divisor - 1) / divisor
        return text.hasPrefix("-") ? -magnitude : magnitude
    }
}

/// Random numbers that come again with the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    let seed: UInt64
    private var state: UInt64

    init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
