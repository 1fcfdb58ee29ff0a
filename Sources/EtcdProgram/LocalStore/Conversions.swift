internal import Etcd
internal import EtcdAPI
internal import EtcdContract

// Between etcd's messages and the core's values.

/// How deep transactions may be nested in each other: less than what the log can read back.
private let deepestTransaction = 16

extension Operation {
    /// Nil for an operation that says nothing.
    init?(_ request: RequestOp, maximumOperations: Int, depth: Int) throws(StoreError) {
        switch request {
        case .none: return nil
        case .range(let request): self = .range(RangeQuery(request))
        case .put(let request): self = .put(Put(request))
        case .deleteRange(let request): self = .delete(Deletion(request))
        case .transaction(let request):
            self = .transaction(try Transaction(request, maximumOperations: maximumOperations, depth: depth))
        }
    }
}

extension Transaction {
    init(_ request: TxnRequest, maximumOperations: Int, depth: Int = 0) throws(StoreError) {
        let longest = max(request.compare.count, request.success.count, request.failure.count)
        if longest > maximumOperations || depth > deepestTransaction { throw .tooManyOperations }
        var branches: [[Operation]] = [[], []]
        for (index, branch) in [request.success, request.failure].enumerated() {
            for request in branch {
                let operation = try Operation(request, maximumOperations: maximumOperations, depth: depth + 1)
                if let operation { branches[index].append(operation) }
            }
        }
        var conditions: [Condition] = []
        for compare in request.compare { conditions.append(try Condition(compare)) }
        self.init(if: conditions, then: branches[0], else: branches[1])
    }
}

extension Deletion {
    init(_ request: DeleteRangeRequest) {
        self.init(KeySpan(request.key, rangeEnd: request.rangeEnd), wantsPrevious: request.prevKV)
    }
}

extension RangeQuery {
    init(_ request: RangeRequest) {
        self.init(
            KeySpan(request.key, rangeEnd: request.rangeEnd), revision: request.revision, limit: max(0, request.limit))
        order = Order(rawValue: UInt8(clamping: request.sortOrder.rawValue)) ?? .none
        target = Target(rawValue: UInt8(clamping: request.sortTarget.rawValue)) ?? .key
        keysOnly = request.keysOnly
        countOnly = request.countOnly
        minModRevision = request.minModRevision
        maxModRevision = request.maxModRevision
        minCreateRevision = request.minCreateRevision
        maxCreateRevision = request.maxCreateRevision
    }
}

extension Put {
    init(_ request: PutRequest) {
        self.init(Key(request.key), request.value, lease: request.lease)
        wantsPrevious = request.prevKV
        keepsValue = request.ignoreValue
        keepsLease = request.ignoreLease
    }
}

extension Condition {
    init(_ compare: Compare) throws(StoreError) {
        guard let relation = Relation(rawValue: UInt8(clamping: compare.result.rawValue)) else {
            throw .other(code: 3, message: "etcdserver: unknown comparison \(compare.result.rawValue)")
        }
        let target: Target =
            switch compare.target {
            case .version(let number): .version(number)
            case .createRevision(let revision): .createRevision(revision)
            case .modRevision(let revision): .modRevision(revision)
            case .value(let value): .value(Value(value))
            case .lease(let lease): .lease(lease)
            }
        self.init(KeySpan(compare.key, rangeEnd: compare.rangeEnd), relation, target)
    }
}

extension Watcher {
    init(_ request: WatchCreateRequest, now revision: Int) {
        self.init(
            KeySpan(request.key.isEmpty ? [0] : request.key, rangeEnd: request.rangeEnd),
            from: request.startRevision > 0 ? request.startRevision : revision + 1)
        wantsPrevious = request.prevKV
        wantsPuts = !request.filters.contains(.noPut)
        wantsDeletions = !request.filters.contains(.noDelete)
    }
}

// MARK: - Answers

extension KeyValue {
    init(_ entry: Entry) {
        self.init()
        key = entry.key.bytes
        createRevision = entry.version.createRevision
        modRevision = entry.version.revision.main
        version = entry.version.number
        value = entry.version.value.bytes
        lease = entry.version.lease
    }
}

extension Event {
    init(_ notice: Notice) {
        self.init(
            type: notice.entry.version.isTombstone ? .delete : .put, kv: KeyValue(notice.entry),
            prevKV: notice.previous.map(KeyValue.init))
    }
}

extension RangeResponse {
    init(_ result: RangeResult, header: ResponseHeader) {
        self.init()
        self.header = header
        kvs = result.entries.map(KeyValue.init)
        more = result.more
        count = result.count
    }
}

extension PutResponse {
    init(_ previous: Entry?, header: ResponseHeader) {
        self.init()
        self.header = header
        prevKV = previous.map(KeyValue.init)
    }
}

extension DeleteRangeResponse {
    init(_ count: Int, _ previous: [Entry], header: ResponseHeader) {
        self.init()
        self.header = header
        deleted = count
        prevKVs = previous.map(KeyValue.init)
    }
}

extension TxnResponse {
    init(_ succeeded: Bool, _ results: [OperationResult], header: ResponseHeader) {
        self.init()
        self.header = header
        self.succeeded = succeeded
        responses = results.map { ResponseOp($0, header: header) }
    }
}

extension ResponseOp {
    fileprivate init(_ result: OperationResult, header: ResponseHeader) {
        switch result {
        case .range(let result): self = .range(RangeResponse(result, header: header))
        case .put(let previous): self = .put(PutResponse(previous, header: header))
        case .delete(let count, let previous): self = .deleteRange(DeleteRangeResponse(count, previous, header: header))
        case .transaction(let succeeded, let results):
            self = .transaction(TxnResponse(succeeded, results, header: header))
        }
    }
}

extension StoreError {
    init(_ refusal: Refusal) {
        switch refusal {
        case .compacted(let revision): self = .compacted(revision: revision)
        case .futureRevision: self = .futureRevision
        case .emptyKey: self = .emptyKey
        case .duplicateKey: self = .duplicateKey
        case .keyNotFound: self = .keyNotFound
        case .valueProvided: self = .valueProvided
        case .leaseProvided: self = .leaseProvided
        case .leaseNotFound: self = .leaseNotFound
        case .leaseExists: self = .leaseExists
        }
    }

    static let unexpectedResult = StoreError.other(code: 13, message: "etcdserver: unexpected result")
}
