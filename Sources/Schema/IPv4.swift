/// An IPv4 address: `10.244.1.2`.
public struct IPv4Address: Hashable, Comparable, Sendable, LosslessStringConvertible {
    /// In the machine's own byte order, so that the next address is one more.
    public var value: UInt32

    public init(_ value: UInt32) { self.value = value }
    public init(octets: some Collection<UInt8>) { value = octets.reduce(0) { $0 << 8 | UInt32($1) } }

    /// Nil for what isn't four decimal numbers without leading zeros.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let octets = parts.compactMap { part -> UInt8? in
            guard part.count == 1 || part.first != UInt8(ascii: "0"), part.allSatisfy({ 48...57 ~= $0 }) else {
                return nil
            }
            return UInt8(Substring(part))
        }
        guard parts.count == 4, octets.count == 4 else { return nil }
        self.init(octets: octets)
    }

    /// As they stand in a packet.
    public var octets: [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) } }
    public var description: String { octets.map(String.init).joined(separator: ".") }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    public static func + (address: Self, offset: Int) -> Self {
        Self(address.value &+ UInt32(truncatingIfNeeded: offset))
    }
}

/// A range of IPv4 addresses with a common beginning: `10.244.1.0/24`.
public struct IPv4Subnet: Hashable, Sendable, LosslessStringConvertible {
    /// The first address of the range.
    public let address: IPv4Address
    /// 0…32.
    public let prefixLength: Int

    /// - Parameter address: any of the range.
    public init(_ address: IPv4Address, prefixLength: Int) {
        precondition(0...32 ~= prefixLength, "a prefix of an IPv4 address has 0 to 32 bits")
        self.address = IPv4Address(address.value & Self.mask(prefixLength))
        self.prefixLength = prefixLength
    }

    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let address = IPv4Address(parts[0]), let length = Int(parts[1]), 0...32 ~= length else {
            return nil
        }
        self.init(address, prefixLength: length)
    }

    public var description: String { "\(address)/\(prefixLength)" }
    public var count: Int { 1 << (32 - prefixLength) }
    public var last: IPv4Address { address + (count - 1) }

    public func contains(_ other: IPv4Address) -> Bool { other.value & Self.mask(prefixLength) == address.value }

    private static func mask(_ length: Int) -> UInt32 { length == 0 ? 0 : UInt32.max << UInt32(32 - length) }
}
