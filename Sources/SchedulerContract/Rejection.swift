/// Why one node is not feasible for a pod, in the words that people read in events.
///
/// Predicates throw it. A rejection is a value without text until somebody asks: on a large, full cluster thousands are
/// made for one pod and only counted.
public enum Rejection: Error, Hashable, Sendable {
    case insufficient(resource: String)
    case tooManyPods
    case wrongNodeName
    case noFreePorts
    case nodeAffinity
    case untoleratedTaint(key: String, value: String)
    case nodeUnschedulable
    case podAffinity
    case podAntiAffinity
    case existingPodsAntiAffinity
    case topologySpread
    case topologySpreadMissingLabel
    case volumeNodeAffinity
    /// For predicates of one's own.
    case other(String)
}

extension Rejection: CustomStringConvertible {
    /// As Kubernetes words it.
    public var description: String {
        switch self {
        case .insufficient(let resource): "Insufficient \(resource)"
        case .tooManyPods: "Too many pods"
        case .wrongNodeName: "node(s) didn't match the requested node name"
        case .noFreePorts: "node(s) didn't have free ports for the requested pod ports"
        case .nodeAffinity: "node(s) didn't match Pod's node affinity/selector"
        case .untoleratedTaint(let key, let value): "node(s) had untolerated taint {\(key): \(value)}"
        case .nodeUnschedulable: "node(s) were unschedulable"
        case .podAffinity: "node(s) didn't match pod affinity rules"
        case .podAntiAffinity: "node(s) didn't match pod anti-affinity rules"
        case .existingPodsAntiAffinity: "node(s) didn't satisfy existing pods anti-affinity rules"
        case .topologySpread: "node(s) didn't match pod topology spread constraints"
        case .topologySpreadMissingLabel:
            "node(s) didn't match pod topology spread constraints (missing required label)"
        case .volumeNodeAffinity: "node(s) had volume node affinity conflict"
        case .other(let text): text
        }
    }

    /// Whether the node might become feasible if pods were removed from it.
    public var isCuredByRemovingPods: Bool {
        switch self {
        case .insufficient, .tooManyPods, .noFreePorts, .podAntiAffinity, .existingPodsAntiAffinity, .topologySpread:
            true
        default: false
        }
    }
}
