package import API
import LabWorker
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
        // Lab 14, step 2: yours to write.
        notWritten()
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
        // Lab 14, step 2: yours to write.
        notWritten()
    }
}
