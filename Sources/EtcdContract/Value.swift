/// A key's value: any bytes. Either they are here, or they are kept somewhere else and fetched when somebody reads them.
///
/// ```
/// index  key ─▶ versions ─▶ value ─▶ bytes                          a store in memory
///                           value ─▶ place, offset, count           a store with its values on a disk
///                                      ▲ fetches them
/// ```
/// Whoever decides need not know which: two values with the same bytes are the same value, and whoever passes one on has
/// hardly anything to copy. So a store's index is in memory and its values, most of the data, need not be.
///
/// Source: Bitcask's "keydir" (riak.com/assets/bitcask-intro.pdf); etcd has its values in bbolt's file.
public struct Value: Sendable {
    private let storage: Storage

    private enum Storage: Sendable {
        case here([UInt8])
        case kept(ValuePlace, offset: UInt32, count: UInt32)
    }

    public init(_ bytes: [UInt8]) { storage = .here(bytes) }

    /// - Parameter offset: in the place; its end, as that of any value, is below 4 GiB.
    public init(in place: ValuePlace, at offset: Int, count: Int) {
        storage = .kept(place, offset: UInt32(offset), count: UInt32(count))
    }

    /// Reads them from where they are.
    public var bytes: [UInt8] {
        switch storage {
        case .here(let bytes): bytes
        case .kept(let place, let offset, let count): place.read(Int(offset)..<Int(offset) + Int(count))
        }
    }

    /// How many bytes it has.
    public var count: Int {
        switch storage {
        case .here(let bytes): bytes.count
        case .kept(_, _, let count): Int(count)
        }
    }

    public var isEmpty: Bool { count == 0 }

    /// Where its bytes are kept; nil if they are here.
    public var place: ValuePlace? { if case .kept(let place, _, _) = storage { place } else { nil } }
}

/// Where the bytes of many values are kept together. It lives as long as one of them.
public final class ValuePlace: Sendable {
    let read: @Sendable (Range<Int>) -> [UInt8]

    /// - Parameter read: gives the bytes at these offsets, now and whenever it is asked: there is no other answer.
    public init(_ read: @escaping @Sendable (Range<Int>) -> [UInt8]) { self.read = read }
}

extension Value: Hashable {
    public static func == (one: Value, other: Value) -> Bool { one.count == other.count && one.bytes == other.bytes }
    public func hash(into hasher: inout Hasher) { bytes.hash(into: &hasher) }
}

/// As keys are.
extension Value: Comparable {
    public static func < (one: Value, other: Value) -> Bool { Key(one.bytes) < Key(other.bytes) }
}

extension Value: ExpressibleByArrayLiteral {
    public init(arrayLiteral bytes: UInt8...) { self.init(bytes) }
}
