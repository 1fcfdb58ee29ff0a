package import API
package import NodesContract
package import Schema

/// When a pod must leave a node because of the node's NoExecute taints.
///
/// ```
///   taint added    +60                     +300
///   ├───────────────┼────────────────────────┤──▶ time
///   a pod that doesn't tolerate it leaves here
///                   one that tolerates for 60 seconds here    …and one that tolerates without a number, never
/// ```
/// Of several taints each must be tolerated, and the one that is tolerated the shortest decides. If a pod has several
/// tolerations for one taint, the first of them counts. The clock starts with the taint; when the taint goes, the clock is
/// gone with it.
///
/// Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration, "Taint based Evictions".
extension TaintEviction {
    package init(of pod: Pod, from node: Node, now: Time) {
        // lab 14.4: begin
        var earliest: Int?
        for taint in node.spec.taints where taint.effect == .noExecute {
            guard let toleration = pod.spec.tolerations.first(where: { $0.tolerates(taint) }) else {
                self = .leave
                return
            }
            guard let seconds = toleration.tolerationSeconds else { continue }
            let left = (taint.timeAdded ?? now) + max(0, seconds) - now
            earliest = min(earliest ?? left, left)
        }
        self = earliest.map { $0 > 0 ? .leaveLater($0) : .leave } ?? .stay
        // lab 14.4: end
    }
}
