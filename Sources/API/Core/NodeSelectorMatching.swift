import Objects
import ObjectsContract
import Schema

extension NodeSelector {
    /// Whether one of the terms matches.
    public func matches(_ node: Node) -> Bool { nodeSelectorTerms.contains { $0.matches(node) } }
}

extension NodeSelectorTerm {
    /// Whether all requirements hold; a term without any matches nothing.
    public func matches(_ node: Node) -> Bool {
        if matchExpressions.isEmpty, matchFields.isEmpty { return false }
        return matchExpressions.allSatisfy { $0.matches(node.metadata.labels) }
            && matchFields.allSatisfy { $0.matches(["metadata.name": node.metadata.name]) }
    }
}

extension NodeSelectorRequirement {
    public func matches(_ labels: [String: String]) -> Bool {
        condition.map { LabelRequirement(key, $0).holds(for: labels[key]) } ?? false
    }

    /// Nil for an operator that nobody knows, and for a bound that is no integer.
    private var condition: LabelRequirement.Condition? {
        let bound = values.first.flatMap { Int($0) }
        return switch `operator` {
        case .in: .within(values)
        case .notIn: .notWithin(values)
        case .exists: .exists
        case .doesNotExist: .doesNotExist
        case .greaterThan: bound.map { .greaterThan($0) }
        case .lessThan: bound.map { .lessThan($0) }
        default: nil
        }
    }
}

extension PodSpec {
    /// Whether the pod's node selector and required node affinity let it go to the node.
    public func accepts(_ node: Node) -> Bool {
        guard nodeSelector.allSatisfy({ node.metadata.labels[$0.key] == $0.value }) else { return false }
        return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.matches(node) ?? true
    }
}
