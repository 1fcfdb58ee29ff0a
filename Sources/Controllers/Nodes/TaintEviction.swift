package import API
package import Schema

/// When a pod must leave a node because of the node's NoExecute taints.
///
/// A pod that doesn't tolerate one of them leaves at once; one that tolerates all of them for some seconds leaves when
/// the first of these times is over. The clock starts with the taint.
/// Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration, "Taint based Evictions".
package enum TaintEviction: Sendable, Hashable {
    case stay
    case leave
    /// In so many seconds.
    case leaveLater(Int)

    package init(of pod: Pod, from node: Node, now: Time) {
        self = .stay
        var earliest: Int?
        for taint in node.spec.taints where taint.effect == .noExecute {
            let tolerations = pod.spec.tolerations.filter { $0.tolerates(taint) }
            guard !tolerations.isEmpty else {
                self = .leave
                return
            }
            guard let seconds = tolerations.compactMap(\.tolerationSeconds).min() else { continue }
            let left = (taint.timeAdded ?? now) + max(0, seconds) - now
            earliest = min(earliest ?? left, left)
        }
        if let earliest { self = earliest <= 0 ? .leave : .leaveLater(earliest) }
    }
}
