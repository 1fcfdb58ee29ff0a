internal import EtcdContract

/// A store a second time, as simple as it can be: a whole copy of everything for each revision.
struct NaiveStore {
    private struct Item: Hashable {
        var value: Value
        var created: Int
        var modified: Int
        var version: Int
        var lease: Int
    }

    private typealias State = [Key: Item]

    private var states: [State] = [[:], [:]]
    /// What changed at each revision, in order.
    private var changes: [[(key: Key, isDeletion: Bool)]] = [[], []]
    private var leases: Set<Int> = []
    private(set) var compactRevision = 0
    var revision: Int { states.count - 1 }

    mutating func apply(_ command: Command) throws(Refusal) -> OperationResult? {
        switch command {
        case .write(let operation): return try write(operation)
        case .compact(let revision):
            if revision > self.revision { throw .futureRevision }
            if revision <= compactRevision { throw .compacted(revision: compactRevision) }
            compactRevision = revision
        case .grantLease(let id, _): if !leases.insert(id).inserted { throw .leaseExists }
        case .revokeLease(let id):
            guard leases.remove(id) != nil else { throw .leaseNotFound }
            let keys = states[revision].filter { $0.value.lease == id }.keys.sorted()
            var state = states[revision]
            for key in keys { state[key] = nil }
            finish(state, keys.map { ($0, true) })
        }
        return nil
    }

    private mutating func finish(_ state: State, _ changed: [(key: Key, isDeletion: Bool)]) {
        if changed.isEmpty { return }
        states.append(state)
        changes.append(changed)
    }

    // MARK: - Writing

    private mutating func write(_ operation: Operation) throws(Refusal) -> OperationResult {
        var state = states[revision]
        var changed: [(key: Key, isDeletion: Bool)] = []
        let result = try perform(operation, &state, &changed)
        finish(state, changed)
        return result
    }

    private func perform(
        _ operation: Operation, _ state: inout State, _ changed: inout [(key: Key, isDeletion: Bool)]
    ) throws(Refusal) -> OperationResult {
        switch operation {
        case .range(let query):
            try check(query)
            return .range(read(query, in: query.revision == 0 ? state : states[query.revision]))
        case .put(let put):
            if put.lease != 0, !leases.contains(put.lease) { throw .leaseNotFound }
            let old = state[put.key]
            state[put.key] = Item(
                value: put.value, created: old?.created ?? revision + 1, modified: revision + 1,
                version: (old?.version ?? 0) + 1, lease: put.lease)
            changed.append((put.key, false))
            return .put(previous: put.wantsPrevious ? old.map { entry(put.key, $0) } : nil)
        case .delete(let deletion):
            let old = read(RangeQuery(deletion.span), in: state).entries
            for entry in old {
                state[entry.key] = nil
                changed.append((entry.key, true))
            }
            return .delete(count: old.count, previous: deletion.wantsPrevious ? old : [])
        case .transaction(let transaction):
            let holds = transaction.conditions.allSatisfy(holds)
            var results: [OperationResult] = []
            for operation in holds ? transaction.success : transaction.failure {
                results.append(try perform(operation, &state, &changed))
            }
            return .transaction(succeeded: holds, results)
        }
    }

    /// Of one key's numbers.
    private func holds(_ condition: Condition) -> Bool {
        let item = states[revision][condition.span.start]
        let (actual, wanted): (Int, Int) =
            switch condition.target {
            case .version(let number): (item?.version ?? 0, number)
            case .createRevision(let revision): (item?.created ?? 0, revision)
            case .modRevision(let revision): (item?.modified ?? 0, revision)
            case .lease(let lease): (item?.lease ?? 0, lease)
            case .value(let value): (item?.value == value ? 0 : 1, 0)
            }
        return switch condition.relation {
        case .equal: actual == wanted
        case .greater: actual > wanted
        case .less: actual < wanted
        case .notEqual: actual != wanted
        }
    }

    // MARK: - Reading

    func range(_ query: RangeQuery) throws(Refusal) -> RangeResult {
        try check(query)
        return read(query, in: states[query.revision == 0 ? revision : query.revision])
    }

    private func check(_ query: RangeQuery) throws(Refusal) {
        if query.revision > revision { throw .futureRevision }
        if query.revision > 0, query.revision < compactRevision { throw .compacted(revision: compactRevision) }
    }

    private func read(_ query: RangeQuery, in state: State) -> RangeResult {
        let found = state.keys.filter(query.span.contains).sorted()
        var result = RangeResult()
        result.count = found.count
        let kept = query.limit > 0 ? Array(found.prefix(query.limit)) : found
        result.entries = kept.compactMap { key in state[key].map { entry(key, $0) } }
        result.more = kept.count < found.count
        return result
    }

    private func entry(_ key: Key, _ item: Item) -> Entry {
        Entry(
            key: key,
            version: Version(
                revision: Revision(main: item.modified, sub: 0), createRevision: item.created, number: item.version,
                value: item.value, lease: item.lease))
    }

    /// Every change of the watcher's keys from its place on.
    func changes(for watcher: Watcher) throws(Refusal) -> [Notice] {
        if watcher.next < compactRevision { throw .compacted(revision: compactRevision) }
        guard watcher.next <= revision else { return [] }
        return (watcher.next...revision).flatMap { revision in
            changes[revision].filter { watcher.span.contains($0.key) }.map { notice($0, at: revision) }
        }
    }

    private func notice(_ change: (key: Key, isDeletion: Bool), at revision: Int) -> Notice {
        let previous = states[revision - 1][change.key].map { entry(change.key, $0) }
        guard let item = states[revision][change.key], !change.isDeletion else {
            return Notice(
                entry: Entry(key: change.key, version: .tombstone(Revision(main: revision, sub: 0))), previous: previous
            )
        }
        return Notice(entry: entry(change.key, item), previous: previous)
    }
}
