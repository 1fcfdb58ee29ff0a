import Objects
public import ObjectsContract

/// An amount of a resource: `500m` of a CPU, `64Mi` of memory.
///
/// A fixed-point number that is never a floating-point one: it counts billionths (nano), in 128 bits. It remembers the
/// family of its suffix and is written in *canonical form*: no fraction, the largest suffix that loses nothing. So
/// `1.5` comes back as `1500m`, `1.5Gi` as `1536Mi`.
///
/// Two quantities are equal when they are the same amount: `1` and `1000m`. How one is read and written is
/// `Objects/Quantities`.
///
/// Source: kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity. As there, what is finer than nano
/// is rounded up (away from zero), and a binary amount ends at 2⁶³−1.
///
/// Left out compared with Kubernetes: decimal amounts end at 10²⁸ instead of nowhere, and of a binary amount 19 digits
/// count.
public struct Quantity: Sendable {
    /// The family of suffixes.
    public typealias Format = Amount.Format

    public private(set) var nanos: Int128
    public var format: Format

    public init(nanos: Int128, format: Format = .decimalSI) {
        self.nanos = min(max(nanos, -Self.limit), Self.limit)
        self.format = format
    }

    public init(_ value: Int, format: Format = .decimalSI) {
        self.init(nanos: Int128(value) * Self.nanosPerUnit, format: format)
    }

    /// Thousandths: of a CPU, as the scheduler counts.
    public init(milli: Int, format: Format = .decimalSI) {
        self.init(nanos: Int128(milli) * 1_000_000, format: format)
    }

    static let nanosPerUnit = Amount.nanosPerUnit
    static let limit = Amount.limit(.decimalSI)

    /// Whole units, rounded up (away from zero).
    public var value: Int { rounded(to: Self.nanosPerUnit) }
    /// Thousandths, rounded up (away from zero).
    public var milliValue: Int { rounded(to: 1_000_000) }
    /// For shares and ratios only.
    public var approximateValue: Double { Double(nanos) / 1e9 }

    private func rounded(to unit: Int128) -> Int {
        let (quotient, remainder) = nanos.quotientAndRemainder(dividingBy: unit)
        return Int(clamping: quotient + remainder.signum())
    }
}

extension Quantity: CustomStringConvertible {
    public init(_ text: String) throws(DecodeError) {
        do {
            let amount = try Amount(reading: text)
            self.init(nanos: amount.nanos, format: amount.format)
        } catch { throw DecodeError(error.description) }
    }

    /// In canonical form.
    public var description: String { Amount(nanos: nanos, format: format).canonical }
}

extension Quantity: Comparable, Hashable {
    public static func == (left: Quantity, right: Quantity) -> Bool { left.nanos == right.nanos }
    public static func < (left: Quantity, right: Quantity) -> Bool { left.nanos < right.nanos }
    public func hash(into hasher: inout Hasher) { hasher.combine(nanos) }
}

/// A sum has the format of its first part, unless that is zero.
extension Quantity: AdditiveArithmetic {
    public static let zero = Quantity()

    public static func + (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos + right.nanos, format: left.nanos == 0 ? right.format : left.format)
    }

    public static func - (left: Quantity, right: Quantity) -> Quantity {
        Quantity(nanos: left.nanos - right.nanos, format: left.nanos == 0 ? right.format : left.format)
    }

    public static prefix func - (quantity: Quantity) -> Quantity {
        Quantity(nanos: -quantity.nanos, format: quantity.format)
    }
}

extension Quantity: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

/// A string in JSON (numbers are read, too); in protobuf a message with the string as field 1.
extension Quantity: FieldValue {
    public init() { self.init(nanos: 0) }
    public static var shape: Shape { .quantity }
    /// A quantity is never left out on the wire, not even `0`: ask `quantity == 0` for the amount.
    public var isZero: Bool { false }
    public var json: JSON { .string(description) }

    public init(json: JSON) throws(DecodeError) {
        switch json {
        case .string(let text): try self.init(text)
        case .integer, .number: try self.init(json.description)
        default: throw .expected("quantity", got: json)
        }
    }

    public mutating func readProtobuf(from reader: inout ProtobufReader, wire: WireType) throws(ProtobufError) {
        var message = try reader.message(wire)
        var text = ""
        while let (number, wire) = try message.nextField() {
            if number == 1 { try text.readProtobuf(from: &message, wire: wire) } else { try message.skip(wire) }
        }
        do { self = text.isEmpty ? Quantity() : try Quantity(text) } catch { throw ProtobufError(error.message) }
    }

    public func writeProtobuf(number: Int, into writer: inout ProtobufWriter) {
        writer.message(number) { description.writeProtobuf(number: 1, into: &$0) }
    }
}
