/// The affinity terms of the pods that run: which of them mean a new pod, and on which nodes are their owners?
///
/// The mirror image of ``PodCounts``: there a new pod asks about those that run, here they ask about the new one. Pods of
/// one template carry the same terms, which are kept once.
struct CarriedTerms: Sendable {
    struct Key: Sendable, Hashable {
        var term: PodTerm
        var effect: Effect
    }

    enum Effect: Sendable, Hashable {
        case requiredAntiAffinity
        case requiredAffinity
        /// Below zero for anti-affinity.
        case preferred(weight: Int)
    }

    private(set) var owners: [Key: PodCounts.Counts] = [:]
    private var index = QueryIndex<Key> { $0.term.query }
    /// How many of the terms are about each topology.
    private(set) var topologyKeys: [String: Int] = [:]

    var isEmpty: Bool { owners.isEmpty }

    mutating func add(_ sign: Int, _ pod: PodInfo, on slot: Int) {
        for key in pod.carriedTerms {
            if owners[key] == nil { appear(key) }
            owners[key]?.add(sign, slot)
            if owners[key]?.isEmpty == true { disappear(key) }
        }
    }

    /// The terms that select the pod, in no particular order.
    func selecting(_ pod: PodInfo, _ namespaces: NamespaceLabels) -> [Key] {
        isEmpty ? [] : index.selecting(pod, namespaces)
    }

    private mutating func appear(_ key: Key) {
        owners[key] = [:]
        index.insert(key)
        topologyKeys.add(1, key.term.topologyKey)
    }

    private mutating func disappear(_ key: Key) {
        owners[key] = nil
        index.remove(key)
        topologyKeys.add(-1, key.term.topologyKey)
    }
}

extension [String: Int] {
    fileprivate mutating func add(_ amount: Int, _ key: String) {
        let sum = (self[key] ?? 0) + amount
        self[key] = sum == 0 ? nil : sum
    }
}
