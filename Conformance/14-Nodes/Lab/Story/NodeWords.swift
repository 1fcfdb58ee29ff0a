internal import API
internal import Conformance
internal import NodesContract
internal import Schema

/// How stories tell of a node: `node worker ready=Unknown memory=True zone=eu/a taints=gpu:NoSchedule cordoned`.
///
/// Without other words it has said, a moment ago, that it is ready and lacks nothing, and it has no taints. The words: `new` (it has said nothing
/// yet), `ready=…`, `memory=…`, `disk=…`, `pid=…`, `network=…` (a condition's status), `zone=REGION/ZONE`, `taints=…` (added when it was told;
/// with commas), `cordoned`, `subnet=…` (it comes with it). Taints of the cluster's own are written without
/// `node.kubernetes.io/`.
enum NodeWords {
    private static let conditions: [(word: String, type: NodeConditionType)] = [
        ("ready", .ready), ("memory", .memoryPressure), ("disk", .diskPressure), ("pid", .pidPressure),
        ("network", .networkUnavailable),
    ]

    static func node(_ words: ArraySlice<String>, now: Time, _ line: String) throws -> Node {
        guard let name = words.first else { throw StoryError(line, "a node has a name") }
        var node = Node()
        (node.metadata.name, node.metadata.creationTimestamp) = (name, now + -1000)
        if !words.contains("new") {
            try report(["ready=True", "memory=False", "disk=False", "pid=False"], in: &node, now: now, line)
        }
        for word in words.dropFirst().map({ Attribute($0) }) {
            switch word.key {
            case "new": break
            case "zone":
                let parts = word.value.split(separator: "/").map(String.init)
                node.metadata.labels["topology.kubernetes.io/region"] = parts.first
                node.metadata.labels["topology.kubernetes.io/zone"] = parts.last
            case "taints":
                node.spec.taints = try word.value.split(separator: ",").map { try taint(String($0), now: now, line) }
            case "cordoned": node.spec.unschedulable = true
            case "subnet": node.spec.podCIDR = word.value
            default: try report(["\(word.key)=\(word.value)"], in: &node, now: now, line)
            }
        }
        return node
    }

    /// Says conditions, as a kubelet does: all of those that it has are reported anew.
    static func report(_ words: ArraySlice<String>, in node: inout Node, now: Time, _ line: String) throws {
        for word in words.map({ Attribute($0) }) {
            guard let type = conditions.first(where: { $0.word == word.key })?.type else {
                throw StoryError(line, "nobody knows \(word.key)")
            }
            let reason = type == .networkUnavailable ? "RouteCreated" : "Kubelet"
            node.status.conditions.set(NodeCondition(type, ConditionStatus(word.value), reason: reason), at: now + -500)
        }
        for index in node.status.conditions.indices { node.status.conditions[index].lastHeartbeatTime = now }
    }

    /// What time the node says that it is has nothing to do with ours.
    static func renewed(_ lease: Lease?, by node: String, back: Bool) -> Lease {
        var lease = lease ?? Lease()
        let step = back ? -3_000_000 : 10_000_000
        (lease.metadata.name, lease.metadata.namespace) = (node, "kube-node-lease")
        lease.spec.holderIdentity = node
        lease.spec.renewTime = MicroTime(microseconds: (lease.spec.renewTime?.microseconds ?? 7_000_000) + step)
        return lease
    }

    // MARK: - Taints and flags

    private static let own = [
        "not-ready", "unreachable", "memory-pressure", "disk-pressure", "pid-pressure", "network-unavailable",
        "unschedulable",
    ]

    static func key(_ word: String) -> String { own.contains(word) ? "node.kubernetes.io/" + word : word }

    /// `gpu=true:NoSchedule`, `unreachable:NoExecute`.
    static func taint(_ text: String, now: Time, _ line: String) throws -> Taint {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 2 else { throw StoryError(line, "a taint is KEY=VALUE:EFFECT") }
        let pair = Attribute(parts[0])
        var taint = Taint(key: key(pair.key), value: pair.value, effect: TaintEffect(parts[1]))
        taint.timeAdded = now
        return taint
    }

    static func configuration(_ words: ArraySlice<String>, _ line: String) throws -> NodesConfiguration {
        var result = NodesConfiguration()
        for word in words.map({ Attribute($0) }) {
            let (number, part) = (Int(word.value) ?? 0, Double(word.value) ?? 0)
            switch word.key {
            case "grace": result.nodeMonitorGracePeriod = number
            case "startup": result.nodeStartupGracePeriod = number
            case "rate": result.nodeEvictionRate = part
            case "secondary-rate": result.secondaryNodeEvictionRate = part
            case "threshold": result.unhealthyZoneThreshold = part
            case "large": result.largeClusterSizeThreshold = number
            case "range": result.clusterCIDR = word.value
            case "mask": result.nodeCIDRMaskSize = number
            default: throw StoryError(line, "nobody knows \(word.key)")
            }
        }
        return result
    }
}
