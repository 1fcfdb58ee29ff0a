internal import API
internal import NodesContract
internal import Schema

/// Answers as stories have them.
enum Words {
    /// `Ready=Unknown MemoryPressure=True`, in the documentation's order; what has changed now stands with `(now)`.
    static func conditions(_ node: Node, _ now: Time) -> String {
        let types: [NodeConditionType] = [.ready, .memoryPressure, .diskPressure, .pidPressure, .networkUnavailable]
        return types.compactMap { type in
            node.status.conditions[type].map { condition in
                "\(type.rawValue)=\(condition.status.rawValue)\(condition.lastTransitionTime == now ? "(now)" : "")"
            }
        }.joined(separator: " ")
    }

    /// `False(now)`, and whether the pod is still said to run.
    static func readiness(_ pod: Pod, _ now: Time) -> String {
        let ready = pod.status.conditions[.ready]
        let isNew = ready?.lastTransitionTime == now
        return "\(pod.status.phase.rawValue), Ready=\(ready?.status.rawValue ?? "")\(isNew ? "(now)" : "")"
    }

    /// Sorted; those added now stand with `(now)`.
    static func taints(_ node: Node, _ now: Time) -> String {
        let texts = node.spec.taints.map { taint in
            let key = taint.key.replacing("node.kubernetes.io/", with: "")
            let value = taint.value.isEmpty ? "" : "=\(taint.value)"
            return "\(key)\(value):\(taint.effect.rawValue)\(taint.timeAdded == now ? "(now)" : "")"
        }
        return texts.isEmpty ? "none" : texts.sorted().joined(separator: " ")
    }

    static func text(_ eviction: TaintEviction) -> String {
        switch eviction {
        case .stay: "stays"
        case .leave: "leaves"
        case .leaveLater(let seconds): "leaves in \(seconds)"
        }
    }

    /// `eu/a Normal 0.1`, with commas between.
    static func text(_ zones: [Zone]) -> String {
        zones.map { "\($0.name) \($0.state.rawValue) \($0.evictionRate)" }.joined(separator: ", ")
    }
}
