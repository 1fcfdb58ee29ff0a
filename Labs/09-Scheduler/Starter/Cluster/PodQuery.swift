import API

/// Pods by their namespace and labels: what spread constraints and affinity terms ask about other pods.
///
/// All pods of one template ask the same, and equal queries share their counts (see ``PodCounts``).
struct PodQuery: Sendable, Hashable {
    /// All must hold.
    var clauses: [Clause] = []
    /// Only the pods of this controller, by its uid.
    var controller: String?
    /// Whether pods count that are being deleted.
    var countsEnding = true

    struct Clause: Sendable, Hashable {
        var namespaces: [String]
        /// Further namespaces, by their labels.
        var namespaceSelector: LabelSelector?
        /// An absent selector matches nothing, an empty one everything.
        var labels: LabelSelector?
    }

    /// - Parameter namespaces: the labels of each namespace.
    func selects(_ pod: PodInfo, _ namespaces: NamespaceLabels) -> Bool {
        if let controller, pod.controller != controller { return false }
        if !countsEnding, pod.isEnding { return false }
        return clauses.allSatisfy { $0.selects(pod, namespaces) }
    }

    var dependsOnNamespaceLabels: Bool { clauses.contains { $0.namespaceSelector?.isEmpty == false } }
}

typealias NamespaceLabels = [String: [String: String]]

extension PodQuery.Clause {
    func selects(_ pod: PodInfo, _ labelsOf: NamespaceLabels) -> Bool {
        let namespace = pod.pod.metadata.namespace
        return labels.matches(pod.labels)
            && (namespaces.contains(namespace) || namespaceSelector.matches(labelsOf[namespace] ?? [:]))
    }
}

/// A query, and how near is near: "where such pods run" means every node whose label has the same value as theirs.
struct PodTerm: Sendable, Hashable {
    var query: PodQuery
    var topologyKey: String

    /// - Parameter owner: the pod whose term it is. Without namespaces its own is meant.
    init(_ term: PodAffinityTerm, of owner: Pod) {
        topologyKey = term.topologyKey
        let isOwn = term.namespaces.isEmpty && term.namespaceSelector == nil
        query = PodQuery(clauses: [
            PodQuery.Clause(
                namespaces: isOwn ? [owner.metadata.namespace] : term.namespaces.sorted(),
                namespaceSelector: term.namespaceSelector,
                labels: term.labelSelector?.narrowed(
                    by: owner.metadata.labels, equal: term.matchLabelKeys, unequal: term.mismatchLabelKeys))
        ])
    }
}

extension LabelSelector {
    /// Also asks that pods have the same (or not the same) value of these labels as the owner of the rule.
    func narrowed(by own: [String: String], equal: [String], unequal: [String] = []) -> LabelSelector {
        var selector = self
        for (keys, relation) in [(equal, LabelSelectorOperator.in), (unequal, .notIn)] {
            for key in keys {
                guard let value = own[key] else { continue }
                selector.matchExpressions.append(LabelSelectorRequirement(key, relation, [value]))
            }
        }
        return selector
    }
}
