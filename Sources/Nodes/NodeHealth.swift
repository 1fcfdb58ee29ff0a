package import API
package import NodesContract
package import Schema

/// Whether a node's kubelet still gives signs of life.
///
/// A kubelet renews its Lease every ten seconds and reports its status when it changes, and every five minutes otherwise.
/// Either is a sign of life. Clocks of other machines aren't trusted: what counts is when *we* saw the last change, and
/// not what time it says. A node that has been silent for the grace period is shown as unknown, from which taints
/// follow, and from these, later, the eviction of its pods.
///
/// A node that has no Ready condition yet has never said how it is: its machine may just be starting, and it gets more
/// time.
///
/// Source: kubernetes.io/docs/concepts/architecture/nodes, "Heartbeats".
///
/// Left out compared with Kubernetes: that all clocks start again when an outage of the whole cluster is over.
package struct NodeHealth: Sendable {
    private struct Sign: Sendable, Hashable {
        var lease: MicroTime?
        var heartbeat: Time
    }

    private let gracePeriod: Int
    private let startupGracePeriod: Int
    private var signs: [String: (sign: Sign, seen: Time)] = [:]

    package init(_ configuration: NodesConfiguration = NodesConfiguration()) {
        gracePeriod = configuration.nodeMonitorGracePeriod
        startupGracePeriod = configuration.nodeStartupGracePeriod
    }

    /// Notes what the node has said, and returns the seconds that are left until it counts as silent: 0 or less means
    /// that it does.
    package mutating func observe(_ node: Node, _ lease: Lease?, now: Time) -> Int {
        let ready = node.status.conditions[.ready]
        let grace = ready == nil ? startupGracePeriod : gracePeriod
        let sign = Sign(lease: lease?.spec.renewTime, heartbeat: ready?.lastHeartbeatTime ?? Time())
        // lab 14.1: begin
        guard let last = signs[node.name], last.sign == sign else {
            signs[node.name] = (sign, now)
            return grace
        }
        return last.seen + grace - now
        // lab 14.1: end
    }

    package mutating func forget(_ node: String) { signs[node] = nil }
}
