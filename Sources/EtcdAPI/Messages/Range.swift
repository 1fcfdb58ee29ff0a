/// Reading a range of keys (service KV, method Range).
package import Schema

package struct SortOrder: WireEnum {
    package var rawValue = 0
    package init() {}
    package static let none = SortOrder(rawValue: 0)
    package static let ascend = SortOrder(rawValue: 1)
    package static let descend = SortOrder(rawValue: 2)
}

package struct SortTarget: WireEnum {
    package var rawValue = 0
    package init() {}
    package static let key = SortTarget(rawValue: 0)
    package static let version = SortTarget(rawValue: 1)
    package static let create = SortTarget(rawValue: 2)
    package static let mod = SortTarget(rawValue: 3)
    package static let value = SortTarget(rawValue: 4)
}

package struct RangeRequest: Declared {
    package var key: [UInt8] = []
    /// Empty: the key alone. `[0]`: every key from `key` on. See ``KeyRange``.
    package var rangeEnd: [UInt8] = []
    /// At most this many keys; 0 for all.
    package var limit = 0
    /// As it was at this revision; 0 for now.
    package var revision = 0
    package var sortOrder = SortOrder.none
    package var sortTarget = SortTarget.key
    /// May be answered without asking the other members.
    package var serializable = false
    package var keysOnly = false
    package var countOnly = false
    package var minModRevision = 0
    package var maxModRevision = 0
    package var minCreateRevision = 0
    package var maxCreateRevision = 0
    package init() {}

    package init(
        key: [UInt8], rangeEnd: [UInt8] = [], revision: Int = 0, limit: Int = 0, keysOnly: Bool = false,
        countOnly: Bool = false, serializable: Bool = false
    ) {
        self.key = key
        self.rangeEnd = rangeEnd
        self.revision = revision
        self.limit = limit
        self.keysOnly = keysOnly
        self.countOnly = countOnly
        self.serializable = serializable
    }

    /// All keys with the prefix.
    package init(prefix: [UInt8], revision: Int = 0, limit: Int = 0, keysOnly: Bool = false, countOnly: Bool = false) {
        self.init(
            key: prefix.isEmpty ? KeyRange.unbounded : prefix, rangeEnd: KeyRange.end(ofPrefix: prefix),
            revision: revision, limit: limit, keysOnly: keysOnly, countOnly: countOnly)
    }

    package static let schema = Schema<Self>("Which keys to read, and as of when.") {
        Field(1, "key", \.key.wire)
        Field(2, "range_end", \.rangeEnd.wire)
        Field(3, "limit", \.limit)
        Field(4, "revision", \.revision)
        Field(5, "sort_order", \.sortOrder)
        Field(6, "sort_target", \.sortTarget)
        Field(7, "serializable", \.serializable)
        Field(8, "keys_only", \.keysOnly)
        Field(9, "count_only", \.countOnly)
        Field(10, "min_mod_revision", \.minModRevision)
        Field(11, "max_mod_revision", \.maxModRevision)
        Field(12, "min_create_revision", \.minCreateRevision)
        Field(13, "max_create_revision", \.maxCreateRevision)
    }
}

package struct RangeResponse: Declared {
    package var header = ResponseHeader()
    package var kvs: [KeyValue] = []
    /// The limit cut the range short.
    package var more = false
    /// How many keys the whole range has, whatever the limit.
    package var count = 0
    package init() {}

    package static let schema = Schema<Self>("The keys that were found.") {
        Field(1, "header", \.header)
        Field(2, "kvs", \.kvs)
        Field(3, "more", \.more)
        Field(4, "count", \.count)
    }
}
