import API

/// Finds, for a pod, the queries that select it, without trying them all.
///
/// A query that asks for a label's value is filed under that label; only the few that don't are tried for every pod.
struct QueryIndex<Key: Hashable & Sendable>: Sendable {
    private struct Label: Hashable {
        var key: String
        var value: String
    }

    private var byLabel: [Label: Set<Key>] = [:]
    private var others: Set<Key> = []
    private let query: @Sendable (Key) -> PodQuery

    init(_ query: @escaping @Sendable (Key) -> PodQuery) { self.query = query }

    mutating func insert(_ key: Key) {
        if let label = label(of: key) { byLabel[label, default: []].insert(key) } else { others.insert(key) }
    }

    mutating func remove(_ key: Key) {
        guard let label = label(of: key) else {
            others.remove(key)
            return
        }
        byLabel[label]?.remove(key)
        if byLabel[label]?.isEmpty == true { byLabel[label] = nil }
    }

    /// In no particular order.
    func selecting(_ pod: PodInfo, _ namespaces: NamespaceLabels) -> [Key] {
        var found = Array(others.lazy.filter { query($0).selects(pod, namespaces) })
        if byLabel.isEmpty { return found }
        for (key, value) in pod.labels {
            guard let keys = byLabel[Label(key: key, value: value)] else { continue }
            for key in keys where query(key).selects(pod, namespaces) { found.append(key) }
        }
        return found
    }

    private func label(of key: Key) -> Label? {
        for clause in query(key).clauses {
            guard let first = clause.labels?.matchLabels.min(by: { $0.key < $1.key }) else { continue }
            return Label(key: first.key, value: first.value)
        }
        return nil
    }
}
