/// A copy of the whole store, and sums over it (service Maintenance).
package import Schema

package struct SnapshotRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("Send the whole store.") {}
}

package struct SnapshotResponse: Declared {
    package var header = ResponseHeader()
    /// How much is still to come after this message.
    package var remainingBytes: UInt64 = 0
    package var blob: [UInt8] = []
    package init() {}

    package static let schema = Schema<Self>("A part of the snapshot.") {
        Field(1, "header", \.header)
        Field(2, "remaining_bytes", \.remainingBytes)
        Field(3, "blob", \.blob.wire)
    }
}

package struct HashRequest: Declared {
    package init() {}
    package static let schema = Schema<Self>("A sum over the whole store.") {}
}

package struct HashResponse: Declared {
    package var header = ResponseHeader()
    package var hash: UInt64 = 0
    package init() {}

    package static let schema = Schema<Self>("The sum.") {
        Field(1, "header", \.header)
        Field(2, "hash", \.hash)
    }
}

package struct HashKVRequest: Declared {
    package var revision = 0
    package init() {}

    package static let schema = Schema<Self>("A sum over the keys up to a revision.") {
        Field(1, "revision", \.revision)
    }
}

package struct HashKVResponse: Declared {
    package var header = ResponseHeader()
    package var hash: UInt64 = 0
    package var compactRevision = 0
    package init() {}

    package static let schema = Schema<Self>("The sum.") {
        Field(1, "header", \.header)
        Field(2, "hash", \.hash)
        Field(3, "compact_revision", \.compactRevision)
    }
}
