/// How the log and the snapshot write values: whole numbers seven bits a byte, bytes behind their number.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: how many bytes it will be, about.
    package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    package mutating func byte(_ value: UInt8) { bytes.append(value) }
    package mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func int(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func bytes(_ value: [UInt8]) {
        int(value.count)
        bytes += value
    }

    /// A number of fixed length, lowest byte first.
    package mutating func fixed<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }
}

/// What was written can't be read: not what the checksum let through, so a fault in the program or another version.
package struct CodingError: Error, Hashable, CustomStringConvertible {
    package var description: String
    package init(description: String) { self.description = description }
}

/// Reads what a ``ByteWriter`` has written, from the front to the back. It has a place in the bytes instead of cutting
/// off what it has read: a start reads hundreds of megabytes, most of them a byte at a time.
package struct ByteReader: Sendable {
    private let source: ArraySlice<UInt8>
    private var position: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        source = bytes
        position = bytes.startIndex
    }

    package var isAtEnd: Bool { position == source.endIndex }

    package mutating func byte() throws(CodingError) -> UInt8 {
        guard position < source.endIndex else { throw CodingError(description: "unexpected end") }
        defer { position += 1 }
        return source[position]
    }

    package mutating func flag() throws(CodingError) -> Bool { try byte() != 0 }

    package mutating func int() throws(CodingError) -> Int {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return Int(Int64(bitPattern: value)) }
        }
        throw CodingError(description: "a number of more than ten bytes")
    }

    /// A number of things that follow, each at least a byte long.
    package mutating func count() throws(CodingError) -> Int {
        let count = try int()
        guard count >= 0, count <= source.endIndex - position else {
            throw CodingError(description: "a length beyond the end")
        }
        return count
    }

    package mutating func bytes() throws(CodingError) -> [UInt8] { Array(take(try count())) }

    package mutating func fixed<Number: FixedWidthInteger & BitwiseCopyable>(
        _: Number.Type
    ) throws(CodingError) -> Number {
        let length = MemoryLayout<Number>.size
        guard length <= source.endIndex - position else { throw CodingError(description: "unexpected end") }
        return Number(littleEndian: take(length).withUnsafeBytes { $0.loadUnaligned(as: Number.self) })
    }

    package mutating func list<Element>(
        _ element: (inout ByteReader) throws(CodingError) -> Element
    ) throws(CodingError) -> [Element] {
        var elements: [Element] = []
        for _ in 0..<(try count()) { elements.append(try element(&self)) }
        return elements
    }

    /// The next bytes; there must be as many.
    private mutating func take(_ count: Int) -> ArraySlice<UInt8> {
        defer { position += count }
        return source[position..<position + count]
    }
}
