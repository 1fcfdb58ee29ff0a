/// What can be asked of the store: the values that commands are made of.

/// A key as a reader sees it.
package struct Entry: Hashable, Sendable {
    package var key: Key
    package var version: Version

    package init(key: Key, version: Version) {
        self.key = key
        self.version = version
    }
}

package struct RangeQuery: Hashable, Sendable {
    package enum Order: UInt8, Sendable { case none, ascending, descending }
    package enum Target: UInt8, Sendable { case key, version, createRevision, modRevision, value }

    package var span: KeySpan
    /// 0 or less: now.
    package var revision = 0
    /// 0: no limit.
    package var limit = 0
    package var order = Order.none
    package var target = Target.key
    package var keysOnly = false
    package var countOnly = false
    /// Bounds on the entries that are returned, both inclusive; 0 for none.
    package var minModRevision = 0
    package var maxModRevision = 0
    package var minCreateRevision = 0
    package var maxCreateRevision = 0

    package init(_ span: KeySpan, revision: Int = 0, limit: Int = 0) {
        self.span = span
        self.revision = revision
        self.limit = limit
    }
}

package struct RangeResult: Hashable, Sendable {
    package var entries: [Entry] = []
    /// Of the whole range, whatever the limit.
    package var count = 0
    package var more = false

    package init() {}
}

package struct Put: Hashable, Sendable {
    package var key: Key
    package var value: [UInt8]
    package var lease = 0
    package var wantsPrevious = false
    package var keepsValue = false
    package var keepsLease = false

    package init(_ key: Key, _ value: [UInt8], lease: Int = 0) {
        self.key = key
        self.value = value
        self.lease = lease
    }
}

package struct Deletion: Hashable, Sendable {
    package var span: KeySpan
    package var wantsPrevious = false

    package init(_ span: KeySpan, wantsPrevious: Bool = false) {
        self.span = span
        self.wantsPrevious = wantsPrevious
    }
}

/// A condition on a key, or on every key of a span.
package struct Condition: Hashable, Sendable {
    package enum Relation: UInt8, Sendable { case equal, greater, less, notEqual }

    package enum Target: Hashable, Sendable {
        case version(Int)
        case createRevision(Int)
        case modRevision(Int)
        case value([UInt8])
        case lease(Int)
    }

    package var span: KeySpan
    package var relation: Relation
    package var target: Target

    package init(_ span: KeySpan, _ relation: Relation, _ target: Target) {
        self.span = span
        self.relation = relation
        self.target = target
    }
}

package struct Transaction: Hashable, Sendable {
    package var conditions: [Condition]
    package var success: [Operation]
    package var failure: [Operation]

    package init(if conditions: [Condition], then success: [Operation], else failure: [Operation] = []) {
        self.conditions = conditions
        self.success = success
        self.failure = failure
    }
}

package enum Operation: Hashable, Sendable {
    case range(RangeQuery)
    case put(Put)
    case delete(Deletion)
    case transaction(Transaction)
}

package enum OperationResult: Hashable, Sendable {
    case range(RangeResult)
    case put(previous: Entry?)
    case delete(count: Int, previous: [Entry])
    case transaction(succeeded: Bool, [OperationResult])
}

/// Why the store refuses something; it is unchanged then.
package enum Refusal: Error, Hashable {
    case compacted(revision: Int)
    case futureRevision
    case emptyKey
    case duplicateKey
    case keyNotFound
    case valueProvided
    case leaseProvided
    case leaseNotFound
    case leaseExists
}
