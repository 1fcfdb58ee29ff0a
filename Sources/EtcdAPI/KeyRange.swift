/// How etcd says "all keys with this prefix": the range from the prefix to the first key behind all of them.
package enum KeyRange {
    /// As the end of a range: no end. As its start, too: all keys.
    package static let unbounded: [UInt8] = [0]

    /// The first key behind all that begin with the prefix: its last byte plus one, where that byte has a successor.
    package static func end(ofPrefix prefix: [UInt8]) -> [UInt8] {
        var end = prefix
        while let last = end.popLast() {
            if last < 0xff { return end + [last + 1] }
        }
        return unbounded
    }
}
