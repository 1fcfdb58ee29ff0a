package import API
package import Schema

/// Taints that follow from a node's conditions.
///
/// | condition               | taint                                   | effects               |
/// |-------------------------|-----------------------------------------|-----------------------|
/// | Ready is False          | node.kubernetes.io/not-ready            | NoSchedule, NoExecute |
/// | Ready is Unknown        | node.kubernetes.io/unreachable          | NoSchedule, NoExecute |
/// | Ready was never said    | node.kubernetes.io/not-ready            | NoSchedule            |
/// | MemoryPressure is True  | node.kubernetes.io/memory-pressure      | NoSchedule            |
/// | DiskPressure is True    | node.kubernetes.io/disk-pressure        | NoSchedule            |
/// | PIDPressure is True     | node.kubernetes.io/pid-pressure         | NoSchedule            |
/// | NetworkUnavailable True | node.kubernetes.io/network-unavailable  | NoSchedule            |
/// | spec.unschedulable      | node.kubernetes.io/unschedulable        | NoSchedule            |
///
/// NoSchedule comes at once. NoExecute makes pods leave, so it waits until that is allowed (``EvictionPace``). A taint
/// that is there already stays as it is: the time at which it was added is the clock of those who tolerate it for a while.
///
/// Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration, "Taint Nodes by Condition". That a new
/// node is tainted until it says more does the API server's admission in Kubernetes.
package enum NodeTaints {
    package static let prefix = "node.kubernetes.io/"
    static let own = [
        "not-ready", "unreachable", "memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable",
        "unschedulable",
    ].map { prefix + $0 }

    /// The node with the taints it should have; those that others have set stay.
    /// - Parameter evicting: its pods are to go, if it isn't ready.
    package static func applied(to node: Node, evicting: Bool, now: Time) -> Node {
        // lab 14.3: begin
        let wanted = wanted(for: node, evicting)
        var result = node
        result.spec.taints = node.spec.taints.filter { taint in
            !own.contains(taint.key) || wanted.contains { $0.isSame(as: taint) }
        }
        for var taint in wanted where !result.spec.taints.contains(where: { $0.isSame(as: taint) }) {
            taint.timeAdded = now
            result.spec.taints.append(taint)
        }
        return result
        // lab 14.3: end
    }

    private static func wanted(for node: Node, _ evicting: Bool) -> [Taint] {
        // lab 14.3: begin
        let conditions: [(NodeConditionType, String)] = [
            (.memoryPressure, "memory-pressure"), (.diskPressure, "disk-pressure"), (.pidPressure, "pid-pressure"),
            (.networkUnavailable, "network-unavailable"),
        ]
        var taints = unready(node, evicting)
        for (condition, name) in conditions where node.status.conditions.isTrue(condition) {
            taints.append(Taint(key: prefix + name, effect: .noSchedule))
        }
        if node.spec.unschedulable { taints.append(Taint(key: prefix + "unschedulable", effect: .noSchedule)) }
        return taints
        // lab 14.3: end
    }

    private static func unready(_ node: Node, _ evicting: Bool) -> [Taint] {
        // lab 14.3: begin
        let ready = node.status.conditions[.ready]?.status
        if ready == .true { return [] }
        let key = prefix + (ready == .unknown ? "unreachable" : "not-ready")
        let effects: [TaintEffect] = evicting && ready != nil ? [.noSchedule, .noExecute] : [.noSchedule]
        return effects.map { Taint(key: key, effect: $0) }
        // lab 14.3: end
    }
}

extension Node {
    /// It says so itself, or nobody hears from it.
    package var isKnownUnready: Bool { status.conditions[.ready].map { $0.status != .true } ?? false }

    /// Its pods are being evicted, because it isn't ready.
    package var isBeingEvicted: Bool {
        spec.taints.contains { taint in
            taint.effect == .noExecute && ["not-ready", "unreachable"].contains { taint.key == NodeTaints.prefix + $0 }
        }
    }
}
