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
    case volumeBinding
    case volumeZone
    case volumeInUse
    case volumeLimit
    case volumeNotFound
    /// Of the whole pod, whatever the node: a claim that doesn't exist.
    case claimNotFound(name: String)
    case claimDeleted(name: String)
    case unboundImmediateClaims
    case storageClassNotFound(name: String)
    /// What preemption says of a node that rejects the pod for something pods are not to blame for.
    case preemptionNotHelpful
    /// What preemption says of a node without pods of lower priority.
    case noPreemptionVictims
    /// The profile asks every pod's node for labels that this one hasn't got.
    case enforcedNodeAffinity
    /// In an extender's words; it might say yes if pods were removed.
    case extender(String)
    /// For predicates of one's own, and for extenders that won't change their minds.
    case other(String)
}

extension Rejection: CustomStringConvertible {
    /// As Kubernetes words it.
    public var description: String {
        switch self {
        case .insufficient(let resource): Self.insufficientPrefix + resource
        case .untoleratedTaint(let key, let value): "\(Self.taintPrefix)\(key): \(value)}"
        case .claimNotFound(let name): "persistentvolumeclaim \"\(name)\" not found"
        case .claimDeleted(let name): "persistentvolumeclaim \"\(name)\" is being deleted"
        case .storageClassNotFound(let name): "storageclass.storage.k8s.io \"\(name)\" not found"
        case .extender(let text), .other(let text): text
        default: Self.sentences[self] ?? ""
        }
    }

    private static let insufficientPrefix = "Insufficient "
    private static let taintPrefix = "node(s) had untolerated taint {"

    private static let sentences: [Rejection: String] = [
        .tooManyPods: "Too many pods",
        .wrongNodeName: "node(s) didn't match the requested node name",
        .noFreePorts: "node(s) didn't have free ports for the requested pod ports",
        .nodeAffinity: "node(s) didn't match Pod's node affinity/selector",
        .enforcedNodeAffinity: "node(s) didn't match scheduler-enforced node affinity",
        .nodeUnschedulable: "node(s) were unschedulable",
        .podAffinity: "node(s) didn't match pod affinity rules",
        .podAntiAffinity: "node(s) didn't match pod anti-affinity rules",
        .existingPodsAntiAffinity: "node(s) didn't satisfy existing pods anti-affinity rules",
        .topologySpread: "node(s) didn't match pod topology spread constraints",
        .topologySpreadMissingLabel: "node(s) didn't match pod topology spread constraints (missing required label)",
        .volumeNodeAffinity: "node(s) had volume node affinity conflict",
        .volumeBinding: "node(s) didn't find available persistent volumes to bind",
        .volumeZone: "node(s) had no available volume zone",
        .volumeInUse: "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode",
        .volumeLimit: "node(s) exceed max volume count",
        .volumeNotFound: "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
        .unboundImmediateClaims: "pod has unbound immediate PersistentVolumeClaims",
        .preemptionNotHelpful: "Preemption is not helpful for scheduling",
        .noPreemptionVictims: "No preemption victims found for incoming pod",
    ]

    private static let bySentence = [String: Rejection](sentences.map { ($1, $0) }) { $1 }

    /// The rejection that is worded so.
    public init(_ text: String) {
        let quoted = text.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        if let known = Self.bySentence[text] {
            self = known
        } else if text.hasPrefix(Self.insufficientPrefix) {
            self = .insufficient(resource: String(text.dropFirst(Self.insufficientPrefix.count)))
        } else if text.hasPrefix(Self.taintPrefix), let colon = text.firstRange(of: ": ") {
            let key = text[..<colon.lowerBound].dropFirst(Self.taintPrefix.count)
            self = .untoleratedTaint(key: String(key), value: String(text[colon.upperBound...].dropLast()))
        } else if quoted.count == 3, quoted[2] == " is being deleted" {
            self = .claimDeleted(name: quoted[1])
        } else if quoted.count == 3, quoted[2] == " not found" {
            self =
                quoted[0].hasPrefix("storage")
                ? .storageClassNotFound(name: quoted[1]) : .claimNotFound(name: quoted[1])
        } else {
            self = .other(text)
        }
    }

    /// Whether it is said of the pod, whatever the node.
    public var concernsWholePod: Bool {
        switch self {
        case .claimNotFound, .claimDeleted, .storageClassNotFound, .unboundImmediateClaims: true
        default: false
        }
    }

    /// Whether the node might become feasible if pods were removed from it.
    public var isCuredByRemovingPods: Bool {
        switch self {
        case .insufficient, .tooManyPods, .noFreePorts, .podAntiAffinity, .existingPodsAntiAffinity, .topologySpread,
            .volumeInUse, .volumeLimit, .extender:
            true
        default: false
        }
    }
}
