package import API
package import Schema

/// A node as its kubelet reports it.
package struct NodeReport: Sendable {
    package struct Facts: Sendable {
        package var name = ""
        package var address = ""
        package var port = 10250
        package var capacity: [String: Quantity] = [:]
        package var labels: [String: String] = [:]
        package var taints: [Taint] = []
        package var podCIDR = ""
        package var info = NodeSystemInfo()
        package var images: [ContainerImage] = []
        /// Why the node can't run pods now; nil when it can.
        package var problem: String?

        package init() {}
    }

    private let facts: Facts

    package init(_ facts: Facts) { self.facts = facts }

    /// The object that registers the node.
    package func node(now: Time) -> Node {
        var node = Node()
        node.metadata.name = facts.name
        node.metadata.labels = labels
        node.spec.taints = facts.taints
        node.spec.podCIDR = facts.podCIDR
        node.spec.podCIDRs = facts.podCIDR.isEmpty ? [] : [facts.podCIDR]
        update(&node.status, now: now)
        return node
    }

    /// The labels that a kubelet is answerable for.
    package var labels: [String: String] {
        let own = [
            "kubernetes.io/hostname": facts.name, "kubernetes.io/os": "linux",
            "kubernetes.io/arch": facts.info.architecture, "beta.kubernetes.io/os": "linux",
            "beta.kubernetes.io/arch": facts.info.architecture,
        ]
        return own.merging(facts.labels) { _, given in given }
    }

    package func update(_ status: inout NodeStatus, now: Time) {
        status.capacity = facts.capacity
        status.allocatable = facts.capacity
        status.addresses = [
            NodeAddress(.internalIP, facts.address), NodeAddress(.hostname, facts.name),
        ]
        status.daemonEndpoints.kubeletEndpoint.port = facts.port
        status.nodeInfo = facts.info
        status.images = facts.images
        set(
            &status, .memoryPressure, false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available",
            now)
        set(&status, .diskPressure, false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now)
        set(&status, .pidPressure, false, "KubeletHasSufficientPID", "kubelet has sufficient PID available", now)
        if let problem = facts.problem {
            set(&status, .ready, false, "KubeletNotReady", problem, now)
        } else {
            set(&status, .ready, true, "KubeletReady", "kubelet is posting ready status", now)
        }
    }

    private func set(
        _ status: inout NodeStatus, _ type: NodeConditionType, _ holds: Bool, _ reason: String, _ message: String,
        _ now: Time
    ) {
        var condition = NodeCondition()
        condition.type = type
        condition.status = holds ? .true : .false
        condition.reason = reason
        condition.message = message
        condition.lastHeartbeatTime = now
        status.conditions.set(condition, at: now)
    }
}

extension NodeAddress {
    fileprivate init(_ type: NodeAddressType, _ address: String) {
        self.init()
        self.type = type
        self.address = address
    }
}
