package import EtcdContract
import LabWorker

/// Reading keys as they are, or as they were at an older revision.
///
/// A view is a copy of the store's index: whoever holds one reads on undisturbed while the store is written.
package struct View: Sendable {
    package let revision: Int
    package let compactRevision: Int
    let index: SortedMap<History>
}

extension MultiVersionStore {
    package var view: View { View(revision: revision, compactRevision: compactRevision, index: index) }

    package func range(_ query: RangeQuery) throws(Refusal) -> RangeResult { try view.range(query) }
}

extension View {
    package func range(_ query: RangeQuery) throws(Refusal) -> RangeResult {
        try check(query)
        return read(query, at: query.revision <= 0 ? revision : query.revision)
    }

    func check(_ query: RangeQuery) throws(Refusal) {
        if query.span.start.bytes.isEmpty { throw .emptyKey }
        if query.revision > revision { throw .futureRevision }
        if query.revision > 0, query.revision < compactRevision { throw .compacted(revision: compactRevision) }
    }

    /// - Parameter revision: 1 or more.
    func read(_ query: RangeQuery, at revision: Int) -> RangeResult {
        // Lab 02, step 3: yours to write.
        notWritten()
    }
}

extension RangeQuery {
    /// The limit applies to what is left after sorting and filtering.
    fileprivate var needsAll: Bool {
        order == .descending || target != .key || minModRevision != 0 || maxModRevision != 0 || minCreateRevision != 0
            || maxCreateRevision != 0
    }

    fileprivate func admits(_ version: Version) -> Bool {
        version.revision.main >= minModRevision && version.createRevision >= minCreateRevision
            && (maxModRevision == 0 || version.revision.main <= maxModRevision)
            && (maxCreateRevision == 0 || version.createRevision <= maxCreateRevision)
    }

    fileprivate func arrange(_ result: inout RangeResult) {
        if order == .descending || target != .key { sort(&result.entries) }
        if limit > 0, result.entries.count > limit {
            result.entries.removeLast(result.entries.count - limit)
            result.more = true
        }
        if keysOnly {
            for index in result.entries.indices { result.entries[index].version.value = [] }
        }
    }

    /// The entries come in the order of their keys, and those that are equal stay in it.
    private func sort(_ entries: inout [Entry]) {
        let descending = order == .descending
        entries.sort { one, other in
            let (first, second) = descending ? (other, one) : (one, other)
            return switch target {
            case .key: first.key < second.key
            case .version: first.version.number < second.version.number
            case .createRevision: first.version.createRevision < second.version.createRevision
            case .modRevision: first.version.revision.main < second.version.revision.main
            case .value: first.version.value < second.version.value
            }
        }
    }
}
