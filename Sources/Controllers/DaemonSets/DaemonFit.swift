import API
import Nodes
import Schema

/// Whether a DaemonSet's pod belongs on a node.
///
/// What these pods do (networking, logs, storage) is needed on a node that isn't ready, too, so they tolerate what the
/// cluster itself says about nodes.
enum DaemonFit {
    case yes
    /// A pod that is there may stay, but none would be placed there now.
    case mayStay
    case no

    static func tolerations(hostNetwork: Bool) -> [Toleration] {
        let noExecute = ["not-ready", "unreachable"].map { ($0, TaintEffect.noExecute) }
        let names =
            ["disk-pressure", "memory-pressure", "pid-pressure", "unschedulable"]
            + (hostNetwork ? ["network-unavailable"] : [])
        return (noExecute + names.map { ($0, TaintEffect.noSchedule) }).map { name, effect in
            var toleration = Toleration()
            toleration.key = NodeTaints.prefix + name
            toleration.operator = .exists
            toleration.effect = effect
            return toleration
        }
    }
}

extension DaemonSet {
    func fit(on node: Node) -> DaemonFit {
        let pod = spec.template.spec
        if !pod.nodeName.isEmpty, pod.nodeName != node.name { return .no }
        guard pod.accepts(node) else { return .no }
        let tolerations = pod.tolerations + DaemonFit.tolerations(hostNetwork: pod.hostNetwork)
        if tolerations.untolerated(of: node.spec.taints, effects: [.noExecute]) != nil { return .no }
        return tolerations.untolerated(of: node.spec.taints, effects: [.noSchedule]) == nil ? .yes : .mayStay
    }
}
