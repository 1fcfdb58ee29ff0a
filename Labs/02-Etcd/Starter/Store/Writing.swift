import EtcdContract
import LabWorker

/// Writing: a transaction's changes all get the same revision, and none if there is nothing to change.
///
/// First everything that could be refused is looked at, with the branches that the conditions choose, on the store as
/// it is before the transaction; then it is done. So a refusal leaves nothing half done.

/// A write in progress: its revision, and how many changes it has made.
struct Write {
    let revision: Int
    var changes = 0
}

extension MultiVersionStore {
    mutating func write(_ operation: Operation) throws(Refusal) -> OperationResult {
        try operation.validate()
        var branches: [Bool] = []
        choose(operation, &branches)
        var chosen = branches[...]
        try check(operation, &chosen)
        var write = Write(revision: revision + 1)
        chosen = branches[...]
        let result = perform(operation, &chosen, in: &write)
        finish(write)
        return result
    }

    mutating func finish(_ write: Write) {
        if write.changes > 0 { revision = write.revision }
    }

    /// Which branch each transaction takes, an outer one before those in its branch.
    private func choose(_ operation: Operation, _ branches: inout [Bool]) {
        if case .transaction(let transaction) = operation { choose(transaction, &branches) }
    }

    private func choose(_ transaction: Transaction, _ branches: inout [Bool]) {
        // Lab 02, step 4: yours to write.
        notWritten()
    }

    private func check(_ operation: Operation, _ branches: inout ArraySlice<Bool>) throws(Refusal) {
        switch operation {
        case .range(let query): try view.check(query)
        case .put(let put): try check(put)
        case .delete: break
        case .transaction(let transaction):
            for operation in transaction.branch(branches.removeFirst()) { try check(operation, &branches) }
        }
    }

    private func check(_ put: Put) throws(Refusal) {
        if put.keepsValue || put.keepsLease, index[put.key]?.current == nil { throw .keyNotFound }
        if put.lease != 0, leases[put.lease] == nil { throw .leaseNotFound }
    }

    private mutating func perform(
        _ operation: Operation, _ branches: inout ArraySlice<Bool>, in write: inout Write
    ) -> OperationResult {
        switch operation {
        case .range(let query):
            // A transaction sees what it has itself written.
            return .range(view.read(query, at: query.revision > 0 ? query.revision : write.revision))
        case .put(let put): return .put(previous: self.put(put, in: &write))
        case .delete(let deletion): return delete(deletion, in: &write)
        case .transaction(let transaction): return perform(transaction, &branches, in: &write)
        }
    }

    /// Does the branch that was chosen; those inside of it have been chosen, too.
    private mutating func perform(
        _ transaction: Transaction, _ branches: inout ArraySlice<Bool>, in write: inout Write
    ) -> OperationResult {
        // Lab 02, step 4: yours to write.
        notWritten()
    }

    private mutating func put(_ put: Put, in write: inout Write) -> Entry? {
        let previous = index[put.key]?.current
        let lease = put.keepsLease ? previous?.lease ?? 0 : put.lease
        leases.move(put.key, from: previous?.lease ?? 0, to: lease)
        // Lab 02, step 3: yours to write.
        notWritten()
    }

    private mutating func delete(_ deletion: Deletion, in write: inout Write) -> OperationResult {
        let entries = view.read(RangeQuery(deletion.span), at: write.revision).entries
        for entry in entries { delete(entry.key, in: &write) }
        return .delete(count: entries.count, previous: deletion.wantsPrevious ? entries : [])
    }

    mutating func delete(_ key: Key, in write: inout Write) {
        leases.move(key, from: index[key]?.current?.lease ?? 0, to: 0)
        // Lab 02, step 3: yours to write.
        notWritten()
    }

    private mutating func append(_ version: Version, to key: Key, in write: inout Write) {
        size += Self.size(key, version)
        let key = index.update(key, default: History()) { $0.append(version) }
        changes.append(Change(revision: write.revision, key: key))
        write.changes += 1
    }

    /// What a version costs: its key, its value, and its numbers.
    static func size(_ key: Key, _ version: Version) -> Int { key.bytes.count + version.value.count + 40 }
}

extension Transaction {
    fileprivate func branch(_ succeeded: Bool) -> [Operation] { succeeded ? success : failure }
}

// MARK: - Conditions

extension MultiVersionStore {
    private func holds(_ condition: Condition) -> Bool {
        if condition.span.end == .single { return condition.holds(for: index[condition.span.start]?.current) }
        let versions = index.entries(in: condition.span).compactMap(\.value.current)
        return versions.isEmpty ? condition.holds(for: nil) : versions.allSatisfy(condition.holds)
    }
}

extension Condition {
    /// A key that isn't there has zeros for numbers. A value, it has none: nothing holds for it.
    fileprivate func holds(for version: Version?) -> Bool {
        // Lab 02, step 4: yours to write.
        notWritten()
    }

    private func holds<Value: Comparable>(_ actual: Value, _ wanted: Value) -> Bool {
        switch relation {
        case .equal: actual == wanted
        case .greater: actual > wanted
        case .less: actual < wanted
        case .notEqual: actual != wanted
        }
    }
}
