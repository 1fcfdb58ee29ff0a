package import API
package import Schema

/// How a node and its pods are shown when nobody hears from the node.
///
/// *Unknown* is not False: False is an answer, given by a kubelet that lives. So everything that only this kubelet can
/// know becomes Unknown, and nothing else: who says that its network is there is another. When it was last heard of stays
/// as it was, since writing this down is no sign of life. And its pods get no more traffic, though nobody says that
/// they have ended.
///
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Condition".
package enum Silence {
    /// What only the kubelet knows.
    static let reported: [NodeConditionType] = [.ready, .memoryPressure, .diskPressure, .pidPressure]

    package static func of(_ node: Node, now: Time) -> Node {
        // lab 14.2: begin
        var silent = node
        for type in reported {
            let old = node.status.conditions[type]
            if old?.status == .unknown { continue }
            silent.status.conditions.set(unknown(type, after: old, node), at: now)
        }
        return silent
        // lab 14.2: end
    }

    /// - Parameter old: what was said before, if anything was.
    private static func unknown(_ type: NodeConditionType, after old: NodeCondition?, _ node: Node) -> NodeCondition {
        var condition = NodeCondition(
            type, .unknown, reason: old == nil ? "NodeStatusNeverUpdated" : "NodeStatusUnknown",
            message: "Kubelet \(old == nil ? "never posted" : "stopped posting") node status.")
        condition.lastHeartbeatTime = old?.lastHeartbeatTime ?? node.metadata.creationTimestamp
        return condition
    }

    package static func of(_ pod: Pod, now: Time) -> Pod {
        // lab 14.2: begin
        guard var ready = pod.status.conditions[.ready], ready.status == .true else { return pod }
        (ready.status, ready.reason, ready.message) = (.false, "NodeNotReady", "Node is not ready")
        var silent = pod
        silent.status.conditions.set(ready, at: now)
        return silent
        // lab 14.2: end
    }
}
