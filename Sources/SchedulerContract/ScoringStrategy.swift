public import Schema

/// How full nodes are to be: NodeResourcesFit's way to score.
///
/// Source: kubernetes.io, Scheduling → Resource Bin Packing.
public struct ScoringStrategy: Declared {
    public var type = ScoringStrategyType.leastAllocated
    public var resources = defaultResources
    /// For `RequestedToCapacityRatio`: the score at each utilization, in between straight lines.
    public var shape: [UtilizationPoint] = []

    public init() {}

    public init(
        _ type: ScoringStrategyType, resources: [WeightedResource] = defaultResources, shape: [UtilizationPoint] = []
    ) {
        self.type = type
        self.resources = resources
        self.shape = shape
    }

    public static let defaultResources = [WeightedResource("cpu"), WeightedResource("memory")]

    public static let schema = Schema<Self>("How full nodes are to be.") {
        Field(
            nil, "type", \.type, always: true, "LeastAllocated, MostAllocated or RequestedToCapacityRatio.")
        Field(nil, "resources", \.resources, always: true, "Which resources count, and how much.")
        Field(nil, "shape", \.shape, "The score at each utilization.")
    }
}

public struct ScoringStrategyType: OpenEnum {
    public var rawValue = ""
    public init() {}

    /// Nodes with much free: load is spread.
    public static let leastAllocated: ScoringStrategyType = "LeastAllocated"
    /// Full nodes: others stay empty and can be switched off.
    public static let mostAllocated: ScoringStrategyType = "MostAllocated"
    /// As a curve says.
    public static let requestedToCapacityRatio: ScoringStrategyType = "RequestedToCapacityRatio"
}

/// A resource and how much it counts beside the others.
public struct WeightedResource: Declared {
    public var name = ""
    public var weight = 1

    public init() {}

    public init(_ name: String, weight: Int = 1) {
        self.name = name
        self.weight = weight
    }

    public static let schema = Schema<Self>("A resource and its weight.") {
        Field(nil, "name", \.name, required: true, "cpu, memory, ephemeral-storage or an extended resource.")
        Field(nil, "weight", \.weight, always: true, "How much it counts.")
    }
}

/// A point of a scoring curve.
public struct UtilizationPoint: Declared {
    /// 0 to 100 percent.
    public var utilization = 0
    /// 0 to 10.
    public var score = 0

    public init() {}

    public init(utilization: Int, score: Int) {
        self.utilization = utilization
        self.score = score
    }

    public static let schema = Schema<Self>("A point of a scoring curve.") {
        Field(nil, "utilization", \.utilization, always: true, "In percent.")
        Field(nil, "score", \.score, always: true, "From 0 to 10.")
    }
}
