/// Writing and deleting keys, and forgetting history (service KV, methods Put, DeleteRange, Compact).
package import Schema

package struct PutRequest: Declared {
    package var key: [UInt8] = []
    package var value: [UInt8] = []
    package var lease = 0
    package var prevKV = false
    /// Keep the value, renew the rest. The key must exist.
    package var ignoreValue = false
    /// Keep the lease. The key must exist.
    package var ignoreLease = false
    package init() {}

    package init(key: [UInt8], value: [UInt8], lease: Int = 0, prevKV: Bool = false) {
        self.key = key
        self.value = value
        self.lease = lease
        self.prevKV = prevKV
    }

    package static let schema = Schema<Self>("A key to write.") {
        Field(1, "key", \.key.wire)
        Field(2, "value", \.value.wire)
        Field(3, "lease", \.lease)
        Field(4, "prev_kv", \.prevKV)
        Field(5, "ignore_value", \.ignoreValue)
        Field(6, "ignore_lease", \.ignoreLease)
    }
}

package struct PutResponse: Declared {
    package var header = ResponseHeader()
    package var prevKV: KeyValue?
    package init() {}

    package static let schema = Schema<Self>("The key is written.") {
        Field(1, "header", \.header)
        Field(2, "prev_kv", \.prevKV)
    }
}

package struct DeleteRangeRequest: Declared {
    package var key: [UInt8] = []
    package var rangeEnd: [UInt8] = []
    package var prevKV = false
    package init() {}

    package init(key: [UInt8], rangeEnd: [UInt8] = [], prevKV: Bool = false) {
        self.key = key
        self.rangeEnd = rangeEnd
        self.prevKV = prevKV
    }

    package static let schema = Schema<Self>("Which keys to delete.") {
        Field(1, "key", \.key.wire)
        Field(2, "range_end", \.rangeEnd.wire)
        Field(3, "prev_kv", \.prevKV)
    }
}

package struct DeleteRangeResponse: Declared {
    package var header = ResponseHeader()
    package var deleted = 0
    package var prevKVs: [KeyValue] = []
    package init() {}

    package static let schema = Schema<Self>("How many keys were deleted.") {
        Field(1, "header", \.header)
        Field(2, "deleted", \.deleted)
        Field(3, "prev_kvs", \.prevKVs)
    }
}

package struct CompactionRequest: Declared {
    package var revision = 0
    /// Answer only when the disk space is given back.
    package var physical = false
    package init() {}

    package init(revision: Int, physical: Bool = false) {
        self.revision = revision
        self.physical = physical
    }

    package static let schema = Schema<Self>("Up to where history is forgotten.") {
        Field(1, "revision", \.revision)
        Field(2, "physical", \.physical)
    }
}

package struct CompactionResponse: Declared {
    package var header = ResponseHeader()
    package init() {}

    package static let schema = Schema<Self>("History is forgotten.") {
        Field(1, "header", \.header)
    }
}
