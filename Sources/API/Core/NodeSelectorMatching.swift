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
        let value = labels[key]
        return switch `operator` {
        case .in: value.map(values.contains) ?? false
        case .notIn: !(value.map(values.contains) ?? false)
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .greaterThan: compare(value, >)
        case .lessThan: compare(value, <)
        default: false
        }
    }

    /// Both sides must be integers.
    private func compare(_ value: String?, _ inOrder: (Int, Int) -> Bool) -> Bool {
        guard let left = value.flatMap({ Int($0) }), let right = values.first.flatMap({ Int($0) }) else { return false }
        return inOrder(left, right)
    }
}

extension PodSpec {
    /// Whether the pod's node selector and required node affinity let it go to the node.
    public func accepts(_ node: Node) -> Bool {
        guard nodeSelector.allSatisfy({ node.metadata.labels[$0.key] == $0.value }) else { return false }
        return affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.matches(node) ?? true
    }
}
