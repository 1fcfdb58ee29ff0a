/// What can be asked of the store: the values that commands are made of.
///
/// They are etcd's requests (`RangeRequest`, `PutRequest`, `DeleteRangeRequest`, `TxnRequest`) without what only the wire
/// needs.
///
/// Source: etcd.io/docs/v3.5/learning/api.

/// Which keys are read, as of when, how many, and in which order.
public struct RangeQuery: Hashable, Sendable {
    public enum Order: UInt8, Sendable { case none, ascending, descending }
    public enum Target: UInt8, Sendable { case key, version, createRevision, modRevision, value }

    public var span: KeySpan
    /// 0 or less: now.
    public var revision = 0
    /// 0: no limit.
    public var limit = 0
    public var order = Order.none
    public var target = Target.key
    public var keysOnly = false
    public var countOnly = false
    /// Bounds on the entries that are returned, both inclusive; 0 for none.
    public var minModRevision = 0
    public var maxModRevision = 0
    public var minCreateRevision = 0
    public var maxCreateRevision = 0

    public init(_ span: KeySpan, revision: Int = 0, limit: Int = 0) {
        self.span = span
        self.revision = revision
        self.limit = limit
    }
}

/// What a range gives: the keys in order, and how many there are in all.
public struct RangeResult: Hashable, Sendable {
    public var entries: [Entry] = []
    /// Of the whole range, whatever the limit.
    public var count = 0
    public var more = false

    public init() {}
}

/// A key gets a value, and a lease or none.
public struct Put: Hashable, Sendable {
    public var key: Key
    public var value: Value
    public var lease = 0
    public var wantsPrevious = false
    /// etcd's ignore_value and ignore_lease: the key must be there, and keeps what it has.
    public var keepsValue = false
    public var keepsLease = false

    public init(_ key: Key, _ value: [UInt8], lease: Int = 0) {
        self.key = key
        self.value = Value(value)
        self.lease = lease
    }
}

/// All keys of a span are deleted.
public struct Deletion: Hashable, Sendable {
    public var span: KeySpan
    public var wantsPrevious = false

    public init(_ span: KeySpan, wantsPrevious: Bool = false) {
        self.span = span
        self.wantsPrevious = wantsPrevious
    }
}

/// A condition on a key, or on every key of a span.
public struct Condition: Hashable, Sendable {
    public enum Relation: UInt8, Sendable { case equal, greater, less, notEqual }

    public enum Target: Hashable, Sendable {
        case version(Int)
        case createRevision(Int)
        case modRevision(Int)
        case value(Value)
        case lease(Int)
    }

    public var span: KeySpan
    public var relation: Relation
    public var target: Target

    public init(_ span: KeySpan, _ relation: Relation, _ target: Target) {
        self.span = span
        self.relation = relation
        self.target = target
    }
}

/// If all conditions hold, one list of operations is done, otherwise the other: at once, at one revision.
public struct Transaction: Hashable, Sendable {
    public var conditions: [Condition]
    public var success: [Operation]
    public var failure: [Operation]

    public init(if conditions: [Condition], then success: [Operation], else failure: [Operation] = []) {
        self.conditions = conditions
        self.success = success
        self.failure = failure
    }
}

/// What a transaction is made of; each also stands alone. On its way it is passed on many times, so it is a reference
/// inside.
public indirect enum Operation: Hashable, Sendable {
    case range(RangeQuery)
    case put(Put)
    case delete(Deletion)
    case transaction(Transaction)
}

/// What came of an operation: the same case.
public enum OperationResult: Hashable, Sendable {
    case range(RangeResult)
    case put(previous: Entry?)
    case delete(count: Int, previous: [Entry])
    case transaction(succeeded: Bool, [OperationResult])
}
