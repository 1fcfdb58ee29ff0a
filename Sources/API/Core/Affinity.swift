public import Schema

public struct Affinity: Declared {
    public var nodeAffinity: NodeAffinity?
    public var podAffinity: PodAffinity?
    public var podAntiAffinity: PodAntiAffinity?

    public init() {}

    public static let schema = Schema<Self>("Rules on where a pod may, or should, run.") {
        Field(1, "nodeAffinity", \.nodeAffinity, "By the node's labels.")
        Field(2, "podAffinity", \.podAffinity, "Near certain pods.")
        Field(3, "podAntiAffinity", \.podAntiAffinity, "Away from certain pods.")
    }
}

public struct NodeAffinity: Declared {
    public var requiredDuringSchedulingIgnoredDuringExecution: NodeSelector?
    public var preferredDuringSchedulingIgnoredDuringExecution: [PreferredSchedulingTerm] = []

    public init() {}

    public static let schema = Schema<Self>("Rules by a node's labels.") {
        Field(
            1, "requiredDuringSchedulingIgnoredDuringExecution", \.requiredDuringSchedulingIgnoredDuringExecution,
            merge: .atomic, "The node must match.")
        Field(
            2, "preferredDuringSchedulingIgnoredDuringExecution", \.preferredDuringSchedulingIgnoredDuringExecution,
            "Nodes that match score higher.")
    }
}

public struct NodeSelector: Declared {
    public var nodeSelectorTerms: [NodeSelectorTerm] = []

    public init() {}

    public static let schema = Schema<Self>("A query over nodes: one of the terms must match.") {
        Field(1, "nodeSelectorTerms", \.nodeSelectorTerms, required: true, always: true, "The terms.")
    }
}

public struct NodeSelectorTerm: Declared {
    public var matchExpressions: [NodeSelectorRequirement] = []
    public var matchFields: [NodeSelectorRequirement] = []

    public init() {}

    public static let schema = Schema<Self>("All requirements must hold; a term without any matches no node.") {
        Field(1, "matchExpressions", \.matchExpressions, "Requirements on labels.")
        Field(2, "matchFields", \.matchFields, "Requirements on fields: metadata.name.")
    }
}

public struct NodeSelectorRequirement: Declared {
    public var key = ""
    public var `operator` = NodeSelectorOperator()
    public var values: [String] = []

    public init() {}

    public static let schema = Schema<Self>("A requirement on one label or field of a node.") {
        Field(1, "key", \.key, required: true, "The label's key.")
        Field(2, "operator", \.operator, required: true, "In, NotIn, Exists, DoesNotExist, Gt or Lt.")
        Field(3, "values", \.values, "The values; one integer for Gt and Lt.")
    }
}

public struct PreferredSchedulingTerm: Declared {
    public var weight = 0
    public var preference = NodeSelectorTerm()

    public init() {}

    public static let schema = Schema<Self>("A term, and what it is worth.") {
        Field(1, "weight", \.weight, required: true, always: true, "1 to 100.")
        Field(2, "preference", \.preference, required: true, merge: .atomic, "The term.")
    }
}

public struct PodAffinity: Declared {
    public var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm] = []
    public var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm] = []

    public init() {}

    public static let schema = Schema<Self>("Near certain pods.") {
        Field(
            1, "requiredDuringSchedulingIgnoredDuringExecution", \.requiredDuringSchedulingIgnoredDuringExecution,
            "Must hold.")
        Field(
            2, "preferredDuringSchedulingIgnoredDuringExecution", \.preferredDuringSchedulingIgnoredDuringExecution,
            "Is worth its weight.")
    }
}

public struct PodAntiAffinity: Declared {
    public var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm] = []
    public var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm] = []

    public init() {}

    public static let schema = Schema<Self>("Away from certain pods.") {
        Field(
            1, "requiredDuringSchedulingIgnoredDuringExecution", \.requiredDuringSchedulingIgnoredDuringExecution,
            "Must hold.")
        Field(
            2, "preferredDuringSchedulingIgnoredDuringExecution", \.preferredDuringSchedulingIgnoredDuringExecution,
            "Is worth its weight.")
    }
}

public struct PodAffinityTerm: Declared {
    public var labelSelector: LabelSelector?
    public var namespaces: [String] = []
    public var topologyKey = ""
    public var namespaceSelector: LabelSelector?
    public var matchLabelKeys: [String] = []
    public var mismatchLabelKeys: [String] = []

    public init() {}

    public static let schema = Schema<Self>("Pods, and how near is near.") {
        Field(1, "labelSelector", \.labelSelector, merge: .atomic, "The pods.")
        Field(2, "namespaces", \.namespaces, "Namespaces of the pods; the pod's own by default.")
        Field(
            3, "topologyKey", \.topologyKey, required: true,
            "The node label whose value is the same for nodes that are near.")
        Field(4, "namespaceSelector", \.namespaceSelector, merge: .atomic, "Namespaces of the pods, by their labels.")
        Field(5, "matchLabelKeys", \.matchLabelKeys, "Labels in which the pods must equal this one.")
        Field(6, "mismatchLabelKeys", \.mismatchLabelKeys, "Labels in which the pods must differ from this one.")
    }
}

public struct WeightedPodAffinityTerm: Declared {
    public var weight = 0
    public var podAffinityTerm = PodAffinityTerm()

    public init() {}

    public static let schema = Schema<Self>("A term, and what it is worth.") {
        Field(1, "weight", \.weight, required: true, always: true, "1 to 100.")
        Field(2, "podAffinityTerm", \.podAffinityTerm, required: true, "The term.")
    }
}

/// How a node's label relates to the values of a requirement.
public struct NodeSelectorOperator: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let `in`: NodeSelectorOperator = "In"
    public static let notIn: NodeSelectorOperator = "NotIn"
    public static let exists: NodeSelectorOperator = "Exists"
    public static let doesNotExist: NodeSelectorOperator = "DoesNotExist"
    public static let greaterThan: NodeSelectorOperator = "Gt"
    public static let lessThan: NodeSelectorOperator = "Lt"
}
