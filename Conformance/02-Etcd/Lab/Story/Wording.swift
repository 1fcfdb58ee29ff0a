package import EtcdContract

// What a store answers, in the words of stories.

extension Entry {
    /// `a=1`, or in full `a=1 created=2 modified=4 version=2 lease=7`.
    func wording(isFull: Bool) -> String {
        let short = "\(key)=\(String(decoding: version.value.bytes, as: UTF8.self))"
        guard isFull else { return short }
        return short + " created=\(version.createRevision) modified=\(version.revision.main) version=\(version.number)"
            + (version.lease == 0 ? "" : " lease=\(version.lease)")
    }
}

extension RangeResult {
    /// `a=1, b=2 (of 5, more)`: how many there are stands there when it is another number.
    package func wording(isFull: Bool = false) -> String {
        let listed = entries.isEmpty ? "nothing" : entries.map { $0.wording(isFull: isFull) }.joined(separator: ", ")
        let notes = (count == entries.count ? [] : ["of \(count)"]) + (more ? ["more"] : [])
        return listed + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }
}

extension OperationResult {
    /// `ok`, `was a=1`, `deleted 2`, `then: ok; a=1`.
    /// - Parameter operation: what was asked for.
    package func wording(of operation: Operation) -> String {
        switch (self, operation) {
        case (.range(let result), _): return result.wording()
        case (.put(let previous), .put(let put)):
            return put.wantsPrevious ? "was \(previous?.wording(isFull: false) ?? "nothing")" : "ok"
        case (.delete(let count, let previous), .delete(let deletion)):
            let was = previous.map { $0.wording(isFull: false) }.joined(separator: ", ")
            return "deleted \(count)" + (deletion.wantsPrevious && count > 0 ? ": \(was)" : "")
        case (.transaction(let succeeded, let results), .transaction(let transaction)):
            let operations = succeeded ? transaction.success : transaction.failure
            guard operations.count == results.count else {
                return "\(succeeded ? "then" : "else"): \(results.count) answers to \(operations.count) operations"
            }
            let words = zip(results, operations).map { $0.wording(of: $1) }.joined(separator: "; ")
            return "\(succeeded ? "then" : "else"):\(words.isEmpty ? "" : " ")\(words)"
        default: return "the answer to something else"
        }
    }
}

extension Refusal {
    package var wording: String {
        switch self {
        case .compacted(let revision): "refused: compacted at \(revision)"
        case .futureRevision: "refused: future revision"
        case .emptyKey: "refused: no key"
        case .duplicateKey: "refused: duplicate key"
        case .keyNotFound: "refused: key not found"
        case .valueProvided: "refused: value provided"
        case .leaseProvided: "refused: lease provided"
        case .leaseNotFound: "refused: lease not found"
        case .leaseExists: "refused: lease exists"
        }
    }
}

extension Array<Notice> {
    /// `@3 put a=1, put b=2; @4 delete a (was a=1)`: the changes of one revision together.
    package var wording: String {
        var groups: [(revision: Int, changes: [String])] = []
        for notice in self {
            let revision = notice.entry.version.revision.main
            if groups.last?.revision != revision { groups.append((revision, [])) }
            groups[groups.count - 1].changes.append(notice.wording)
        }
        if groups.isEmpty { return "nothing" }
        return groups.map { "@\($0.revision) \($0.changes.joined(separator: ", "))" }.joined(separator: "; ")
    }
}

extension Notice {
    fileprivate var wording: String {
        let change = entry.version.isTombstone ? "delete \(entry.key)" : "put \(entry.wording(isFull: false))"
        return change + (previous.map { " (was \($0.wording(isFull: false)))" } ?? "")
    }
}
