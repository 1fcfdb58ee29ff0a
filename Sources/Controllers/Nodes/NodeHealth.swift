package import API
package import Schema

/// Whether a node's kubelet still gives signs of life.
///
/// A kubelet renews its Lease every ten seconds and reports its status when it changes. Clocks of other machines aren't
/// trusted: what counts is when *we* saw the last change. A node that has been silent for the grace period gets
/// conditions Unknown, from which taints follow, and from these, later, the eviction of its pods.
///
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Heartbeats".
package struct NodeHealth: Sendable {
    private struct Sign: Sendable, Hashable {
        var lease: MicroTime?
        var heartbeat: Time
    }

    private let gracePeriod: Int
    private var signs: [String: (sign: Sign, seen: Time)] = [:]

    /// - Parameter gracePeriod: in seconds.
    package init(gracePeriod: Int = 40) { self.gracePeriod = gracePeriod }

    /// Notes what the node has said, and returns the seconds that are left until it counts as silent: 0 or less means
    /// that it does.
    package mutating func observe(_ node: Node, _ lease: Lease?, now: Time) -> Int {
        let heartbeat = node.status.conditions[.ready]?.lastHeartbeatTime ?? Time()
        let sign = Sign(lease: lease?.spec.renewTime, heartbeat: heartbeat)
        guard let last = signs[node.name], last.sign == sign else {
            signs[node.name] = (sign, now)
            return gracePeriod
        }
        return last.seen + gracePeriod - now
    }

    package mutating func forget(_ node: String) { signs[node] = nil }
}

extension Node {
    /// The node as it must be shown when nobody hears from it.
    package func silent(now: Time) -> Node {
        var node = self
        for type in [NodeConditionType.ready, .memoryPressure, .diskPressure, .pidPressure] {
            let old = status.conditions[type]
            if old?.status == .unknown { continue }
            var condition = old ?? NodeCondition()
            condition.type = type
            condition.status = .unknown
            condition.reason = old == nil ? "NodeStatusNeverUpdated" : "NodeStatusUnknown"
            condition.message = "Kubelet \(old == nil ? "never posted" : "stopped posting") node status."
            node.status.conditions.set(condition, at: now)
        }
        return node
    }
}

extension Pod {
    /// The pod as it must be shown when its node is silent: no traffic, please.
    package func onSilentNode(now: Time) -> Pod {
        guard var ready = status.conditions[.ready], ready.status == .true else { return self }
        var pod = self
        ready.status = .false
        ready.reason = "NodeNotReady"
        ready.message = "Node is not ready"
        pod.status.conditions.set(ready, at: now)
        return pod
    }
}
