/// No node was feasible: how many nodes were looked at, and how often each reason was given.
///
/// Its message is the one of the `FailedScheduling` event:
/// ```
/// 0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: },
/// 2 Insufficient cpu. preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling,
/// 2 No preemption victims found for incoming pod.
/// ```
/// Source: the upstream scheduler's framework/types.go (FitError) and framework/preemption.
public struct FitError: Error, Hashable, Sendable {
    public var nodeCount: Int
    /// A node can give several reasons (insufficient cpu *and* memory).
    public private(set) var reasons: [Rejection: Int] = [:]
    /// Nodes that the removal of pods would not make feasible.
    public private(set) var hopelessNodeCount = 0

    public init(nodeCount: Int) { self.nodeCount = nodeCount }

    /// Counts one node's reasons.
    public mutating func add(_ rejections: [Rejection]) {
        for rejection in rejections { reasons[rejection, default: 0] += 1 }
        if rejections.contains(where: { !$0.isCuredByRemovingPods }) { hopelessNodeCount += 1 }
    }
}

extension FitError: CustomStringConvertible {
    public var description: String {
        guard nodeCount > 0 else { return "no nodes available to schedule pods" }
        let preemption = [
            (hopelessNodeCount, "Preemption is not helpful for scheduling"),
            (nodeCount - hopelessNodeCount, "No preemption victims found for incoming pod"),
        ]
        return "\(available(reasons.map { ($0.value, $0.key.description) })) preemption: \(available(preemption))"
    }

    private func available(_ counts: [(Int, String)]) -> String {
        let texts = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.sorted()
        return "0/\(nodeCount) nodes are available: \(texts.joined(separator: ", "))."
    }
}
