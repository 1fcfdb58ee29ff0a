/// A key: any bytes, ordered as bytes are.
public struct Key: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }
}

extension Key: Comparable {
    public static func < (one: Key, other: Key) -> Bool {
        one.bytes.withUnsafeBytes { one in
            other.bytes.withUnsafeBytes { other in precedes(one, other) }
        }
    }

    /// Eight bytes at a time, because every step of every search comes through here.
    private static func precedes(_ one: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer) -> Bool {
        let common = min(one.count, other.count)
        var position = 0
        while position + 8 <= common {
            let left = UInt64(bigEndian: one.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let right = UInt64(bigEndian: other.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            if left != right { return left < right }
            position += 8
        }
        while position < common {
            if one[position] != other[position] { return one[position] < other[position] }
            position += 1
        }
        return one.count < other.count
    }
}

extension Key: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// Which keys are meant, as etcd's requests say it: one key, or all from `start` up to and without `end`.
public struct KeySpan: Hashable, Sendable {
    public let start: Key
    public let end: End

    public enum End: Hashable, Sendable {
        /// The start alone.
        case single
        case before(Key)
        case unbounded
    }

    /// - Parameter rangeEnd: empty for the key alone, a zero byte for no end.
    public init(_ key: [UInt8], rangeEnd: [UInt8] = []) {
        start = Key(key)
        end = rangeEnd.isEmpty ? .single : rangeEnd == [0] ? .unbounded : .before(Key(rangeEnd))
    }

    public static let all = KeySpan([0], rangeEnd: [0])

    public func contains(_ key: Key) -> Bool { key >= start && !isPast(key) }

    /// True for a key behind all those meant, given that it isn't before them.
    public func isPast(_ key: Key) -> Bool {
        switch end {
        case .single: key != start
        case .before(let end): key >= end
        case .unbounded: false
        }
    }
}
