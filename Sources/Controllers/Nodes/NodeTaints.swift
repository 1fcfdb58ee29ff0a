package import API
package import Schema

/// Taints that follow from a node's conditions.
///
/// | condition               | taint                                   | effects               |
/// |-------------------------|-----------------------------------------|-----------------------|
/// | Ready is False          | node.kubernetes.io/not-ready            | NoSchedule, NoExecute |
/// | Ready is Unknown        | node.kubernetes.io/unreachable          | NoSchedule, NoExecute |
/// | MemoryPressure is True  | node.kubernetes.io/memory-pressure      | NoSchedule            |
/// | DiskPressure is True    | node.kubernetes.io/disk-pressure        | NoSchedule            |
/// | PIDPressure is True     | node.kubernetes.io/pid-pressure         | NoSchedule            |
/// | NetworkUnavailable True | node.kubernetes.io/network-unavailable  | NoSchedule            |
/// | spec.unschedulable      | node.kubernetes.io/unschedulable        | NoSchedule            |
///
/// Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration, "Taint Nodes by Condition".
package enum NodeTaints {
    static let prefix = "node.kubernetes.io/"
    static let own = [
        "not-ready", "unreachable", "memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable",
        "unschedulable",
    ].map { prefix + $0 }

    /// The node with the taints it should have; those that others have set stay.
    package static func applied(to node: Node, now: Time) -> Node {
        let wanted = wanted(for: node)
        var result = node
        result.spec.taints = node.spec.taints.filter { taint in
            !own.contains(taint.key) || wanted.contains { $0.isSame(as: taint) }
        }
        for var taint in wanted where !result.spec.taints.contains(where: { $0.isSame(as: taint) }) {
            taint.timeAdded = now
            result.spec.taints.append(taint)
        }
        return result
    }

    private static func wanted(for node: Node) -> [Taint] {
        var taints: [Taint] = []
        let ready = node.status.conditions[.ready]?.status ?? .unknown
        if ready != .true {
            let key = prefix + (ready == .false ? "not-ready" : "unreachable")
            taints += [Taint(key: key, effect: .noSchedule), Taint(key: key, effect: .noExecute)]
        }
        let conditions: [(NodeConditionType, String)] = [
            (.memoryPressure, "memory-pressure"), (.diskPressure, "disk-pressure"), (.pidPressure, "pid-pressure"),
            (.networkUnavailable, "network-unavailable"),
        ]
        for (condition, name) in conditions where node.status.conditions.isTrue(condition) {
            taints.append(Taint(key: prefix + name, effect: .noSchedule))
        }
        if node.spec.unschedulable { taints.append(Taint(key: prefix + "unschedulable", effect: .noSchedule)) }
        return taints
    }
}
