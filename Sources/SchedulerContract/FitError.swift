public import Schema

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
    public var preemption = Preemption.notTried

    /// What came of the attempt to make room.
    public enum Preemption: Hashable, Sendable {
        /// It is switched off, or was not needed, or it has made room.
        case notTried
        /// The pod may not displace others: why.
        case notEligible(String)
        /// No node becomes feasible by it: why.
        case failed([Rejection: Int])
    }

    public init(nodeCount: Int) { self.nodeCount = nodeCount }

    /// Counts one node's reasons.
    public mutating func add(_ rejections: [Rejection]) {
        for rejection in rejections { reasons[rejection, default: 0] += 1 }
    }

    /// Counts the same reason of many nodes.
    public mutating func add(_ rejection: Rejection, count: Int) { reasons[rejection, default: 0] += count }
}

extension FitError: CustomStringConvertible {
    public var description: String {
        guard nodeCount > 0 else { return "no nodes available to schedule pods" }
        switch preemption {
        case .notTried: return available(reasons)
        case .notEligible(let why): return "\(available(reasons)) preemption: \(why)"
        case .failed(let whys): return "\(available(reasons)) preemption: \(available(whys))"
        }
    }

    private func available(_ reasons: [Rejection: Int]) -> String {
        let texts = reasons.map { $0.key.concernsWholePod ? $0.key.description : "\($0.value) \($0.key)" }.sorted()
        return "0/\(nodeCount) nodes are available: \(texts.joined(separator: ", "))."
    }
}

// MARK: - As JSON

/// `{"nodeCount": 3, "reasons": {"Insufficient cpu": 3}, "preemption": …, "message": "0/3 nodes …"}`. The message is for
/// people and is not read again.
extension FitError {
    public var json: JSON {
        [
            "nodeCount": .integer(Int64(nodeCount)), "reasons": Self.json(reasons), "preemption": preemptionJSON,
            "message": .string(description),
        ]
    }

    private var preemptionJSON: JSON {
        switch preemption {
        case .notTried: .null
        case .notEligible(let why): .string(why)
        case .failed(let reasons): Self.json(reasons)
        }
    }

    private static func json(_ reasons: [Rejection: Int]) -> JSON {
        let texts = reasons.map { JSONObject.Member($0.key.description, .integer(Int64($0.value))) }
        return .object(JSONObject(texts.sorted { $0.name < $1.name }))
    }

    public init(json: JSON) throws(DecodeError) {
        self.init(nodeCount: try Int(json: json["nodeCount"] ?? .null))
        reasons = try Self.reasons(json["reasons"] ?? .null)
        switch json["preemption"] ?? .null {
        case .null: preemption = .notTried
        case .string(let why): preemption = .notEligible(why)
        case let failed: preemption = .failed(try Self.reasons(failed))
        }
    }

    private static func reasons(_ json: JSON) throws(DecodeError) -> [Rejection: Int] {
        let texts = try [String: Int](json: json)
        return [Rejection: Int](texts.map { (Rejection($0.key), $0.value) }) { $0 + $1 }
    }
}
