public import Schema

/// What the NoExecute taints of a node mean for one of its pods.
public enum TaintEviction: Sendable, Hashable {
    case stay
    case leave
    /// In so many seconds, unless the taint is gone by then.
    case leaveLater(Int)
}

/// `{"leave": 0}`: in so many seconds; `{}`: it stays.
extension TaintEviction {
    public var json: JSON {
        switch self {
        case .stay: [:]
        case .leave: ["leave": 0]
        case .leaveLater(let seconds): ["leave": seconds.json]
        }
    }

    public init(json: JSON) throws(DecodeError) {
        guard let seconds = json["leave"] else {
            self = .stay
            return
        }
        let left = try Int(json: seconds)
        self = left == 0 ? .leave : .leaveLater(left)
    }
}
