package import EtcdContract
import LabWorker

/// What can be refused without looking at the store: empty keys, contradictions, a key written twice at one revision.
extension Operation {
    package func validate() throws(Refusal) {
        // Most writes are a put alone, which can't contradict another.
        if case .put(let put) = self { return try put.validate() }
        var written = Written()
        try collect(into: &written)
    }

    fileprivate func collect(into written: inout Written) throws(Refusal) {
        switch self {
        case .range(let query): if query.span.start.bytes.isEmpty { throw .emptyKey }
        case .put(let put): try written.add(put)
        case .delete(let deletion): try written.add(deletion)
        case .transaction(let transaction): try written.add(transaction)
        }
    }
}

extension Put {
    fileprivate func validate() throws(Refusal) {
        if key.bytes.isEmpty { throw .emptyKey }
        if keepsValue, !value.isEmpty { throw .valueProvided }
        if keepsLease, lease != 0 { throw .leaseProvided }
    }
}

/// The keys that one branch of a transaction writes.
private struct Written {
    private var puts: Set<Key> = []
    private var deletions: [KeySpan] = []

    mutating func add(_ put: Put) throws(Refusal) {
        try put.validate()
        if deletions.contains(where: { $0.contains(put.key) }) { throw .duplicateKey }
        guard puts.insert(put.key).inserted else { throw .duplicateKey }
    }

    mutating func add(_ deletion: Deletion) throws(Refusal) {
        if deletion.span.start.bytes.isEmpty { throw .emptyKey }
        if puts.contains(where: deletion.span.contains) { throw .duplicateKey }
        deletions.append(deletion.span)
    }

    /// Only one of the branches is taken, so they may write the same keys; what stands beside the transaction may not.
    mutating func add(_ transaction: Transaction) throws(Refusal) {
        for condition in transaction.conditions where condition.span.start.bytes.isEmpty { throw .emptyKey }
        // Lab 02, step 4: yours to write.
        notWritten()
    }
}
