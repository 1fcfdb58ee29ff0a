/// A key with its value, and when it came to be (mvccpb, kv.proto).
///
/// A revision is a number of the whole store that grows by one with each write. A key's *create revision* and *version*
/// start again after a deletion.
package import Schema

package struct KeyValue: Declared {
    package var key: [UInt8] = []
    package var createRevision = 0
    package var modRevision = 0
    /// How often the key was written since it was created; 1 for a new one, 0 for a deleted one.
    package var version = 0
    package var value: [UInt8] = []
    /// The lease that the key lives with; 0 for none.
    package var lease = 0
    package init() {}

    package static let schema = Schema<Self>("A key, its value and its revisions.") {
        Field(1, "key", \.key.wire)
        Field(2, "create_revision", \.createRevision)
        Field(3, "mod_revision", \.modRevision)
        Field(4, "version", \.version)
        Field(5, "value", \.value.wire)
        Field(6, "lease", \.lease)
    }
}

package struct EventType: WireEnum {
    package var rawValue = 0
    package init() {}
    package static let put = EventType(rawValue: 0)
    package static let delete = EventType(rawValue: 1)
}

/// A change of one key. A deletion's `kv` has just the key and the revision of the deletion.
package struct Event: Declared {
    package var type = EventType.put
    package var kv = KeyValue()
    /// What was there before, if the watch asked for it and history still has it.
    package var prevKV: KeyValue?
    package init() {}

    package init(type: EventType, kv: KeyValue, prevKV: KeyValue? = nil) {
        self.type = type
        self.kv = kv
        self.prevKV = prevKV
    }

    package var isCreate: Bool { type == .put && kv.createRevision == kv.modRevision }

    package static let schema = Schema<Self>("A change of one key.") {
        Field(1, "type", \.type)
        Field(2, "kv", \.kv)
        Field(3, "prev_kv", \.prevKV)
    }
}

package struct ResponseHeader: Declared {
    package var clusterID: UInt64 = 0
    package var memberID: UInt64 = 0
    /// The store's revision when the request was done.
    package var revision = 0
    package var raftTerm: UInt64 = 0
    package init() {}

    package static let schema = Schema<Self>("Who answered, and at which revision.") {
        Field(1, "cluster_id", \.clusterID)
        Field(2, "member_id", \.memberID)
        Field(3, "revision", \.revision)
        Field(4, "raft_term", \.raftTerm)
    }
}
