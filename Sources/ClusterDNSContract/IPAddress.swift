public import Schema

/// An address of either family: what a name's A and AAAA records hold.
public enum IPAddress: Hashable, Sendable, LosslessStringConvertible {
    case v4(IPv4Address)
    /// Eight groups of 16 bits. Source: RFC 4291, section 2.2; RFC 5952 for the one way to write it.
    case v6([UInt16])

    /// - Parameter bytes: four or sixteen, as they stand in a packet.
    public init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(IPv4Address(octets: bytes))
        case 16:
            let all = Array(bytes)
            self = .v6(stride(from: 0, to: 16, by: 2).map { UInt16(all[$0]) << 8 | UInt16(all[$0 + 1]) })
        default: return nil
        }
    }

    public var bytes: [UInt8] {
        switch self {
        case .v4(let address): address.octets
        case .v6(let groups): groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        }
    }

    public init?(_ text: String) {
        if let address = IPv4Address(text) {
            self = .v4(address)
            return
        }
        var groups = text.split(separator: ":", omittingEmptySubsequences: false)
        if let gap = text.firstRange(of: "::") {
            // As many zeros as are missing; nothing may stand on a side of the gap, but no other group may be empty.
            let sides = [text[..<gap.lowerBound], text[gap.upperBound...]].map {
                $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false)
            }
            let missing = 8 - sides[0].count - sides[1].count
            guard missing > 0 else { return nil }
            groups = sides[0] + Array(repeating: "0", count: missing) + sides[1]
        }
        let numbers = groups.compactMap { $0.utf8.count <= 4 && $0.first != "+" ? UInt16($0, radix: 16) : nil }
        guard numbers.count == 8, groups.count == 8 else { return nil }
        self = .v6(numbers)
    }

    public var description: String {
        switch self {
        case .v4(let address): return address.description
        case .v6(let groups):
            let texts = groups.map { String($0, radix: 16) }
            guard let gap = Self.longestRunOfZeros(groups) else { return texts.joined(separator: ":") }
            return texts[..<gap.lowerBound].joined(separator: ":") + "::"
                + texts[gap.upperBound...].joined(separator: ":")
        }
    }

    /// The first of the longest; a single group isn't left out.
    private static func longestRunOfZeros(_ groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        for start in groups.indices {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.endIndex
            if end - start > longest.count { longest = start..<end }
        }
        return longest.count > 1 ? longest : nil
    }
}
