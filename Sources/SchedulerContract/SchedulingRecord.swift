public import Schema

/// How one attempt to schedule a pod went, rule by rule: what `dinghy why pod/…` shows.
///
/// ```
///   NODE      TaintToleration  NodeAffinity  NodeResourcesFit   TOTAL
///   worker-1  rejected by NodeResourcesFit: Insufficient cpu
///   worker-2  100 × 3          0 × 2         71 × 1             371   ◀ chosen
/// ```
public struct SchedulingRecord: Declared {
    /// `namespace/name`.
    public var pod = ""
    public var uid = ""
    /// 1 for the first.
    public var attempt = 0
    /// How many nodes there were. Those that don't stand in ``nodes`` were not looked at, or there were too many to
    /// remember.
    public var nodeCount = 0
    /// Those looked at, in the order of their names.
    public var nodes: [NodeRecord] = []
    /// Empty when no node was feasible.
    public var chosen = ""
    /// The node on which room is made, by this attempt or an earlier one.
    public var nominated = ""
    /// Whom that costs (`namespace/name`), if it is this attempt.
    public var victims: [String] = []
    /// Why no node was feasible.
    public var message = ""

    public init() {}

    public static let schema = Schema<Self>("How one attempt to schedule a pod went.") {
        Field(nil, "pod", \.pod, "The pod's namespace and name.")
        Field(nil, "uid", \.uid, "The pod's uid.")
        Field(nil, "attempt", \.attempt, "Which attempt it was.")
        Field(nil, "nodeCount", \.nodeCount, "How many nodes there were.")
        Field(nil, "nodes", \.nodes, "What the rules said of each.")
        Field(nil, "chosen", \.chosen, "The node that was chosen.")
        Field(nil, "nominated", \.nominated, "The node on which room is made.")
        Field(nil, "victims", \.victims, "The pods that make room.")
        Field(nil, "message", \.message, "Why no node was feasible.")
    }
}

/// What the rules said of a node: one predicate rejected it, or the priorities scored it.
public struct NodeRecord: Declared {
    public var node = ""
    /// The predicate that rejected the node; empty when none did.
    public var rejectedBy = PluginName()
    /// Its reasons, as ``Rejection/description`` words them.
    public var rejections: [String] = []
    /// Empty when the node was the only feasible one: then there is nothing to compare.
    public var scores: [ScoreRecord] = []
    /// The sum of the weighted scores.
    public var total = 0

    public init() {}

    public var isFeasible: Bool { rejectedBy.isZero }

    public static let schema = Schema<Self>("What the rules said of a node.") {
        Field(nil, "node", \.node, "The node's name.")
        Field(nil, "rejectedBy", \.rejectedBy, "The predicate that rejected it.")
        Field(nil, "rejections", \.rejections, "Why.")
        Field(nil, "scores", \.scores, "What the priorities gave it.")
        Field(nil, "total", \.total, "The sum of the weighted scores.")
    }
}

/// What one priority gave a node.
public struct ScoreRecord: Declared {
    public var priority = PluginName()
    /// In the priority's own measure, before all nodes are brought onto 0 to 100.
    public var raw = 0
    /// 0 to 100.
    public var normalized = 0
    public var weight = 1
    /// ``normalized`` times ``weight``.
    public var weighted = 0

    public init() {}

    public static let schema = Schema<Self>("What one priority gave a node.") {
        Field(nil, "priority", \.priority, "The priority.")
        Field(nil, "raw", \.raw, always: true, "In its own measure.")
        Field(nil, "normalized", \.normalized, always: true, "From 0 to 100.")
        Field(nil, "weight", \.weight, always: true, "How much the priority counts.")
        Field(nil, "weighted", \.weighted, always: true, "The score times the weight.")
    }
}
