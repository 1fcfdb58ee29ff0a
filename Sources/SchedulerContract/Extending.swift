public import API
public import Schema

/// Programs outside that have a say in scheduling, as far as the core is concerned: of which pods they must be asked, what
/// they are asked, and what they say. How they are reached is the caller's business.
///
/// ```
///   next ──▶ .consult(question) ──▶ caller ──▶ extenders, one after the other
///   handle(.answered(answer)) ◀── caller ◀──┘          until then next answers nil
/// ```
/// Source: kubernetes.io, Reference → Scheduler Configuration → Extender.
public struct ExtenderConcern: Declared {
    public var name = ""
    /// Only pods that ask for one of these extended resources; empty for all pods.
    public var managedResources: [String] = []
    /// Whether it rules out or prefers nodes.
    public var judgesNodes = true

    public init() {}

    public static let schema = Schema<Self>("A program outside that has a say.") {
        Field(nil, "name", \.name, "What it is called in records.")
        Field(nil, "managedResources", \.managedResources, "Only pods that ask for one of them concern it.")
        Field(nil, "judgesNodes", \.judgesNodes, always: true, "Whether it rules out or prefers nodes.")
    }

    public func concerns(_ pod: Pod) -> Bool {
        if managedResources.isEmpty { return true }
        return (pod.spec.containers + pod.spec.initContainers).contains { container in
            managedResources.contains {
                container.resources.requests[$0] != nil || container.resources.limits[$0] != nil
            }
        }
    }
}

/// What the extenders are asked: which of these nodes suit the pod?
public struct ExtenderQuestion: Declared {
    public var pod = Pod()
    /// Feasible as far as the scheduler's own rules go.
    public var nodes: [String] = []

    public init() {}

    public init(_ pod: Pod, nodes: [String]) {
        self.pod = pod
        self.nodes = nodes
    }

    public static let schema = Schema<Self>("What the extenders are asked.") {
        Field(nil, "pod", \.pod, "The pod that is to be scheduled.")
        Field(nil, "nodes", \.nodes, "The nodes that are feasible so far.")
    }
}

/// What the extenders say, all of them together.
public struct ExtenderAnswer: Declared {
    /// Of the pod that was asked about.
    public var uid = ""
    /// Nodes that were asked about and don't stand here are accepted.
    public var refusals: [ExtenderRefusal] = []
    public var scores: [ExtenderScores] = []
    /// Why there is no answer: the attempt has failed.
    public var error = ""

    public init() {}

    public static let schema = Schema<Self>("What the extenders say.") {
        Field(nil, "uid", \.uid, "The pod's uid.")
        Field(nil, "refusals", \.refusals, "The nodes that one of them refuses.")
        Field(nil, "scores", \.scores, "How well the others suit the pod.")
        Field(nil, "error", \.error, "Why there is no answer.")
    }
}

/// One extender's no to a node.
public struct ExtenderRefusal: Declared {
    public var node = ""
    public var extender = ""
    public var reason = ""
    /// Removing pods from the node would change nothing.
    public var isFinal = false

    public init() {}

    public static let schema = Schema<Self>("One extender's no to a node.") {
        Field(nil, "node", \.node, "The node's name.")
        Field(nil, "extender", \.extender, "Who refuses it.")
        Field(nil, "reason", \.reason, "Why.")
        Field(nil, "isFinal", \.isFinal, "Whether making room there would change nothing.")
    }
}

/// One extender's scores.
public struct ExtenderScores: Declared {
    public var extender = ""
    public var weight = 1
    /// By node, 0 to ``maximum``; a node that doesn't stand here has 0.
    public var scores: [String: Int] = [:]

    /// Priorities go up to ten times as much.
    public static let maximum = 10

    public init() {}

    public static let schema = Schema<Self>("One extender's scores.") {
        Field(nil, "extender", \.extender, "Who gives them.")
        Field(nil, "weight", \.weight, always: true, "How much they count.")
        Field(nil, "scores", \.scores, "From 0 to 10, by node.")
    }
}
