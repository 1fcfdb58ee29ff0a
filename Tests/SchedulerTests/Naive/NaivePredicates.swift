import API
import Schema
import SchedulerContract

/// The predicates a second time, straight from the documentation's sentences, with no thought of speed.
struct NaivePredicates {
    let world: World
    let pod: Pod

    struct Refusal: Equatable {
        var predicate: PluginName
        /// Could it help to remove pods from the node?
        var isCurable: Bool
    }

    func refusal(of node: Node) -> Refusal? {
        let tolerations = pod.spec.tolerations
        let cordon = Taint(key: "node.kubernetes.io/unschedulable", effect: .noSchedule)
        if node.spec.unschedulable, !tolerates(tolerations, cordon) {
            return Refusal(predicate: .nodeUnschedulable, isCurable: false)
        }
        if !toleratesAll(node) { return Refusal(predicate: .taintToleration, isCurable: false) }
        if !matchesAffinity(node) { return Refusal(predicate: .nodeAffinity, isCurable: false) }
        if !hasFreePorts(node) { return Refusal(predicate: .nodePorts, isCurable: true) }
        if !hasRoom(node) { return Refusal(predicate: .nodeResourcesFit, isCurable: true) }
        return NaiveVolumes(world: world, pod: pod).refusal(of: node) ?? spreadRefusal(node) ?? affinityRefusal(node)
    }

    // MARK: - Taints

    func toleratesAll(_ node: Node) -> Bool {
        node.spec.taints.allSatisfy { taint in
            taint.effect == .preferNoSchedule || tolerates(pod.spec.tolerations, taint)
        }
    }

    func tolerates(_ tolerations: [Toleration], _ taint: Taint) -> Bool {
        tolerations.contains { toleration in
            let isEffect = toleration.effect.rawValue.isEmpty || toleration.effect == taint.effect
            let isKey = toleration.key.isEmpty || toleration.key == taint.key
            let isValue =
                toleration.operator == .exists || (!toleration.key.isEmpty && toleration.value == taint.value)
            return isEffect && isKey && isValue
        }
    }

    // MARK: - Node affinity

    func matchesAffinity(_ node: Node) -> Bool {
        for (key, value) in pod.spec.nodeSelector where node.metadata.labels[key] != value { return false }
        guard let required = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution else {
            return true
        }
        return required.nodeSelectorTerms.contains { matches($0, node) }
    }

    func matches(_ term: NodeSelectorTerm, _ node: Node) -> Bool {
        if term.matchExpressions.isEmpty && term.matchFields.isEmpty { return false }
        for requirement in term.matchExpressions where !holds(requirement, node.metadata.labels[requirement.key]) {
            return false
        }
        for requirement in term.matchFields where !holds(requirement, node.name) { return false }
        return true
    }

    private func holds(_ requirement: NodeSelectorRequirement, _ value: String?) -> Bool {
        switch requirement.operator.rawValue {
        case "In": value != nil && requirement.values.contains(value ?? "")
        case "NotIn": value == nil || !requirement.values.contains(value ?? "")
        case "Exists": value != nil
        case "DoesNotExist": value == nil
        case "Gt": (Int(value ?? "") ?? .min) > (Int(requirement.values[0]) ?? .max)
        default: Int(value ?? "") != nil && (Int(value ?? "") ?? .max) < (Int(requirement.values[0]) ?? .min)
        }
    }

    // MARK: - Ports and resources

    private func hasFreePorts(_ node: Node) -> Bool {
        let taken = world.pods(on: node).flatMap(hostPorts)
        return hostPorts(pod).allSatisfy { port in
            taken.allSatisfy { other in
                port.hostPort != other.hostPort || port.protocol.orTCP != other.protocol.orTCP
                    || (!isAny(port) && !isAny(other) && port.hostIP != other.hostIP)
            }
        }
    }

    private func isAny(_ port: ContainerPort) -> Bool { port.hostIP.isEmpty || port.hostIP == "0.0.0.0" }

    private func hostPorts(_ pod: Pod) -> [ContainerPort] {
        pod.spec.containers.flatMap(\.ports).filter { $0.hostPort > 0 }
    }

    private func hasRoom(_ node: Node) -> Bool {
        let others = world.pods(on: node)
        if others.count >= node.status.allocatable["pods"]?.value ?? 0 { return false }
        return ["cpu", "memory", "example.com/gpu"].allSatisfy { name in
            let asked = Self.request(name, of: pod)
            let taken = others.reduce(0) { $0 + Self.request(name, of: $1) }
            return asked == 0 || taken + asked <= (node.status.allocatable[name]?.milliValue ?? 0)
        }
    }

    /// In thousandths. While an init container runs, so do the sidecars before it; afterwards all sidecars and containers.
    /// - Parameter assumed: for a container that names none.
    static func request(_ name: String, of pod: Pod, assumed: Int = 0) -> Int {
        func amount(_ container: Container, assumed: Int = 0) -> Int {
            container.resources.requests[name]?.milliValue ?? assumed
        }
        var sidecars = 0
        var peak = 0
        for container in pod.spec.initContainers {
            peak = max(peak, sidecars + amount(container))
            if container.restartPolicy == .always { sidecars += amount(container) }
        }
        let running = sidecars + pod.spec.containers.reduce(0) { $0 + amount($1, assumed: assumed) }
        return max(peak, running) + (pod.spec.overhead[name]?.milliValue ?? 0)
    }

    // MARK: - Spreading

    private func spreadRefusal(_ node: Node) -> Refusal? {
        let hard = pod.spec.topologySpreadConstraints.filter { $0.whenUnsatisfiable == "DoNotSchedule" }
        for constraint in hard {
            guard let here = node.metadata.labels[constraint.topologyKey] else {
                return Refusal(predicate: .podTopologySpread, isCurable: false)
            }
            let counted = world.nodes.filter { other in
                hard.allSatisfy { other.metadata.labels[$0.topologyKey] != nil } && includes(other, constraint)
            }
            var counts: [String: Int] = [:]
            for other in counted {
                counts[other.metadata.labels[constraint.topologyKey] ?? "", default: 0] +=
                    world.pods(on: other).count { isSpread($0, with: constraint) && !$0.metadata.isBeingDeleted }
            }
            let fewest = counts.count < constraint.minDomains ?? 1 ? 0 : counts.values.min() ?? 0
            let itself = isSpread(pod, with: constraint) ? 1 : 0
            if (counts[here] ?? 0) + itself - fewest > constraint.maxSkew {
                return Refusal(predicate: .podTopologySpread, isCurable: true)
            }
        }
        return nil
    }

    /// Whether the constraint's policies include a node.
    func includes(_ node: Node, _ constraint: TopologySpreadConstraint) -> Bool {
        (constraint.nodeAffinityPolicy == "Ignore" || matchesAffinity(node))
            && (constraint.nodeTaintsPolicy != "Honor" || toleratesAll(node))
    }

    func isSpread(_ other: Pod, with constraint: TopologySpreadConstraint) -> Bool {
        other.namespace == pod.namespace && constraint.labelSelector?.matches(other.metadata.labels) == true
            && constraint.matchLabelKeys.allSatisfy { key in
                pod.metadata.labels[key] == nil || other.metadata.labels[key] == pod.metadata.labels[key]
            }
    }

    // MARK: - Inter-pod affinity

    private func affinityRefusal(_ node: Node) -> Refusal? {
        let near = pod.spec.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
        let wanted = world.pods.filter { other in near.allSatisfy { selects($0, of: pod, other) } }
        let placed = wanted.filter { other in near.contains { value($0, at: world.node(of: other)) != nil } }
        for term in near {
            guard value(term, at: node) != nil else { return Refusal(predicate: .interPodAffinity, isCurable: false) }
            let isThere = wanted.contains { isSame(term, world.node(of: $0), node) }
            let isFirst = placed.isEmpty && near.allSatisfy { selects($0, of: pod, pod) }
            if !isThere, !isFirst { return Refusal(predicate: .interPodAffinity, isCurable: false) }
        }
        let refusal = Refusal(predicate: .interPodAffinity, isCurable: true)
        for other in world.pods {
            for term in repelled(pod) where selects(term, of: pod, other) && isSame(term, world.node(of: other), node) {
                return refusal
            }
            for term in repelled(other) where selects(term, of: other, pod) && isSame(term, world.node(of: other), node)
            {
                return refusal
            }
        }
        return nil
    }

    private func repelled(_ pod: Pod) -> [PodAffinityTerm] {
        pod.spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
    }

    func value(_ term: PodAffinityTerm, at node: Node?) -> String? { node?.metadata.labels[term.topologyKey] }

    /// Whether two nodes are in the same domain.
    func isSame(_ term: PodAffinityTerm, _ left: Node?, _ right: Node) -> Bool {
        value(term, at: left) != nil && value(term, at: left) == value(term, at: right)
    }

    func selects(_ term: PodAffinityTerm, of owner: Pod, _ other: Pod) -> Bool {
        var namespaces = term.namespaces
        if let selector = term.namespaceSelector {
            namespaces += world.namespaces.filter { selector.matches($0.metadata.labels) }.map(\.name)
            if selector.isEmpty { namespaces.append(other.namespace) }
        } else if namespaces.isEmpty {
            namespaces = [owner.namespace]
        }
        return namespaces.contains(other.namespace) && term.labelSelector?.matches(other.metadata.labels) == true
    }
}
