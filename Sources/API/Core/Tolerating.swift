import Schema

/// Taints keep pods away from nodes; tolerations are the pods' answer.
///
/// Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration.
extension Toleration {
    public func tolerates(_ taint: Taint) -> Bool {
        if !effect.isZero, effect != taint.effect { return false }
        if !key.isEmpty, key != taint.key { return false }
        return switch `operator` {
        case .exists: true
        case .equal, "": !key.isEmpty && value == taint.value
        default: false
        }
    }
}

extension [Toleration] {
    public func tolerate(_ taint: Taint) -> Bool { contains { $0.tolerates(taint) } }

    /// The first taint with one of the effects that nothing here tolerates.
    public func untolerated(of taints: [Taint], effects: [TaintEffect]) -> Taint? {
        taints.first { effects.contains($0.effect) && !tolerate($0) }
    }
}

extension Taint {
    public init(key: String, value: String = "", effect: TaintEffect) {
        self.init()
        self.key = key
        self.value = value
        self.effect = effect
    }

    /// A node has a taint at most once: key and effect tell taints apart.
    public func isSame(as other: Taint) -> Bool { key == other.key && effect == other.effect }

    /// `key=value:effect`.
    public var text: String { "\(key)\(value.isEmpty ? "" : "=\(value)"):\(effect)" }
}
