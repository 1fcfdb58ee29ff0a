internal import EtcdAPI
internal import EtcdContract

// Between the contract's values and etcd's messages.

extension KeySpan {
    fileprivate var rangeEnd: [UInt8] {
        switch end {
        case .single: []
        case .before(let end): end.bytes
        case .unbounded: [0]
        }
    }
}

extension RangeRequest {
    init(_ query: RangeQuery) {
        self.init(
            key: query.span.start.bytes, rangeEnd: query.span.rangeEnd, revision: query.revision, limit: query.limit,
            keysOnly: query.keysOnly, countOnly: query.countOnly)
        sortOrder = SortOrder(rawValue: Int(query.order.rawValue))
        sortTarget = SortTarget(rawValue: Int(query.target.rawValue))
        minModRevision = query.minModRevision
        maxModRevision = query.maxModRevision
        minCreateRevision = query.minCreateRevision
        maxCreateRevision = query.maxCreateRevision
    }
}

extension PutRequest {
    init(_ put: Put) {
        self.init(key: put.key.bytes, value: put.value.bytes, lease: put.lease, prevKV: put.wantsPrevious)
        ignoreValue = put.keepsValue
        ignoreLease = put.keepsLease
    }
}

extension DeleteRangeRequest {
    init(_ deletion: Deletion) {
        self.init(
            key: deletion.span.start.bytes, rangeEnd: deletion.span.rangeEnd, prevKV: deletion.wantsPrevious)
    }
}

extension TxnRequest {
    init(_ transaction: Transaction) {
        self.init(
            compare: transaction.conditions.map(Compare.init), success: transaction.success.map(RequestOp.init),
            failure: transaction.failure.map(RequestOp.init))
    }
}

extension Compare {
    fileprivate init(_ condition: Condition) {
        let target: Target =
            switch condition.target {
            case .version(let number): .version(number)
            case .createRevision(let revision): .createRevision(revision)
            case .modRevision(let revision): .modRevision(revision)
            case .value(let value): .value(value.bytes)
            case .lease(let lease): .lease(lease)
            }
        self.init(
            condition.span.start.bytes, Result(rawValue: Int(condition.relation.rawValue)), target,
            rangeEnd: condition.span.rangeEnd)
    }
}

extension RequestOp {
    fileprivate init(_ operation: Operation) {
        switch operation {
        case .range(let query): self = .range(RangeRequest(query))
        case .put(let put): self = .put(PutRequest(put))
        case .delete(let deletion): self = .deleteRange(DeleteRangeRequest(deletion))
        case .transaction(let transaction): self = .transaction(TxnRequest(transaction))
        }
    }
}

extension WatchCreateRequest {
    init(_ watcher: Watcher) {
        self.init(
            key: watcher.span.start.bytes, rangeEnd: watcher.span.rangeEnd, startRevision: watcher.next,
            prevKV: watcher.wantsPrevious)
        filters = (watcher.wantsPuts ? [] : [.noPut]) + (watcher.wantsDeletions ? [] : [.noDelete])
    }
}

// MARK: - Answers

extension OperationResult {
    /// Nil for an answer that says nothing.
    init?(_ response: ResponseOp) {
        switch response {
        case .none: return nil
        case .range(let response): self = .range(RangeResult(response))
        case .put(let response): self = .put(previous: response.prevKV.map(Entry.init))
        case .deleteRange(let response):
            self = .delete(count: response.deleted, previous: response.prevKVs.map(Entry.init))
        case .transaction(let response):
            self = .transaction(
                succeeded: response.succeeded, response.responses.compactMap(OperationResult.init))
        }
    }
}

extension RangeResult {
    init(_ response: RangeResponse) {
        self.init()
        entries = response.kvs.map(Entry.init)
        count = response.count
        more = response.more
    }
}

extension Entry {
    fileprivate init(_ found: KeyValue) {
        self.init(
            key: Key(found.key),
            version: Version(
                revision: Revision(main: found.modRevision, sub: 0), createRevision: found.createRevision,
                number: found.version, value: Value(found.value), lease: found.lease))
    }
}

extension Notice {
    init(_ event: Event) {
        var entry = Entry(event.kv)
        if event.type == .delete { entry.version = .tombstone(entry.version.revision) }
        self.init(entry: entry, previous: event.prevKV.map(Entry.init))
    }
}
