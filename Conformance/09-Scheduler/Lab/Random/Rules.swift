internal import API
internal import Schema

/// The rules a second time, straight from the documentation's sentences and with no thought of speed: what random stories
/// hold a scheduler to. Nothing here is shared with any scheduler.
enum Rules {
    // MARK: - Resources

    static func request(_ pod: Pod, _ resource: String) -> Int {
        pod.spec.containers.reduce(0) { $0 + ($1.resources.requests[resource]?.milliValue ?? 0) }
    }

    static func allocatable(_ node: Node, _ resource: String) -> Int {
        node.status.allocatable[resource]?.milliValue ?? 0
    }

    /// Whether the pod fits on the node beside these pods.
    static func fits(_ pod: Pod, _ node: Node, beside others: [Pod]) -> Bool {
        if others.count + 1 > (node.status.allocatable["pods"]?.value ?? 0) { return false }
        return ["cpu", "memory"].allSatisfy { resource in
            let request = request(pod, resource)
            let taken = others.reduce(0) { $0 + Self.request($1, resource) }
            return request == 0 || taken + request <= allocatable(node, resource)
        }
    }

    // MARK: - Taints

    static func tolerates(_ pod: Pod, _ taint: Taint) -> Bool {
        pod.spec.tolerations.contains { toleration in
            let sameEffect = toleration.effect.rawValue.isEmpty || toleration.effect == taint.effect
            let isExists = toleration.operator == .exists
            if toleration.key.isEmpty { return sameEffect && isExists }
            return sameEffect && toleration.key == taint.key && (isExists || toleration.value == taint.value)
        }
    }

    // MARK: - Node affinity

    static func matches(_ pod: Pod, _ node: Node) -> Bool {
        for (key, value) in pod.spec.nodeSelector where node.metadata.labels[key] != value { return false }
        guard let required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution else {
            return true
        }
        return required.nodeSelectorTerms.contains { term in
            !term.matchExpressions.isEmpty
                && term.matchExpressions.allSatisfy { holds($0, node.metadata.labels[$0.key]) }
        }
    }

    private static func holds(_ requirement: NodeSelectorRequirement, _ value: String?) -> Bool {
        let isListed = value.map { requirement.values.contains($0) } ?? false
        switch requirement.operator {
        case .in: return isListed
        case .notIn: return !isListed
        case .exists: return value != nil
        case .doesNotExist: return value == nil
        default: return false
        }
    }
}
