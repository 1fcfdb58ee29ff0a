import API
import Schema
import SchedulerContract

/// The arguments of one plug-in: `pluginConfig[].args`, and what they change in a profile.
protocol PluginArguments: Declared {
    static var plugin: PluginName { get }
    /// - Throws: what is wrong, with its place in the arguments.
    func apply(to profile: inout SchedulerProfile) throws(DecodeError)
}

enum PluginArgumentTypes {
    static let all: [any PluginArguments.Type] = [
        InterPodAffinityArguments.self, NodeAffinityArguments.self, NodeResourcesFitArguments.self,
        BalancedAllocationArguments.self, PodTopologySpreadArguments.self, VolumeBindingArguments.self,
    ]
}

struct InterPodAffinityArguments: PluginArguments {
    static let plugin = PluginName.interPodAffinity
    var hardPodAffinityWeight: Int?
    var ignorePreferredTermsOfExistingPods = false

    static let schema = Schema<Self>("Arguments of InterPodAffinity.") {
        Field(nil, "hardPodAffinityWeight", \.hardPodAffinityWeight)
        Field(nil, "ignorePreferredTermsOfExistingPods", \.ignorePreferredTermsOfExistingPods)
    }

    func apply(to profile: inout SchedulerProfile) throws(DecodeError) {
        try within(0...100, hardPodAffinityWeight, "hardPodAffinityWeight")
        if let hardPodAffinityWeight { profile.hardPodAffinityWeight = hardPodAffinityWeight }
        profile.ignoresTermsOfRunningPods = ignorePreferredTermsOfExistingPods
    }
}

struct NodeAffinityArguments: PluginArguments {
    static let plugin = PluginName.nodeAffinity
    var addedAffinity: NodeAffinity?

    static let schema = Schema<Self>("Arguments of NodeAffinity.") {
        Field(nil, "addedAffinity", \.addedAffinity)
    }

    func apply(to profile: inout SchedulerProfile) throws(DecodeError) { profile.addedAffinity = addedAffinity }
}

struct NodeResourcesFitArguments: PluginArguments {
    static let plugin = PluginName.nodeResourcesFit
    var ignoredResources: [String] = []
    var ignoredResourceGroups: [String] = []
    var scoringStrategy: ScoringStrategyDocument?

    static let schema = Schema<Self>("Arguments of NodeResourcesFit.") {
        Field(nil, "ignoredResources", \.ignoredResources)
        Field(nil, "ignoredResourceGroups", \.ignoredResourceGroups)
        Field(nil, "scoringStrategy", \.scoringStrategy)
    }

    func apply(to profile: inout SchedulerProfile) throws(DecodeError) {
        if let group = ignoredResourceGroups.first(where: { $0.contains("/") }) {
            throw DecodeError("\"\(group)\": a resource group name can't contain '/'", path: ["ignoredResourceGroups"])
        }
        profile.ignoredResources += ignoredResources
        profile.ignoredResourceGroups += ignoredResourceGroups
        guard let scoringStrategy else { return }
        do { profile.scoringStrategy = try scoringStrategy.strategy() } catch { throw error.under("scoringStrategy") }
    }
}

struct ScoringStrategyDocument: Declared {
    var type = ScoringStrategyType.leastAllocated
    var resources: [WeightedResource] = []
    var requestedToCapacityRatio: RequestedToCapacityRatio?

    struct RequestedToCapacityRatio: Declared {
        var shape: [UtilizationPoint] = []
        static let schema = Schema<Self>("A curve.") { Field(nil, "shape", \.shape) }
    }

    static let schema = Schema<Self>("How full nodes are to be.") {
        Field(nil, "type", \.type)
        Field(nil, "resources", \.resources)
        Field(nil, "requestedToCapacityRatio", \.requestedToCapacityRatio)
    }

    func strategy() throws(DecodeError) -> ScoringStrategy {
        let known: [ScoringStrategyType] = [.leastAllocated, .mostAllocated, .requestedToCapacityRatio]
        guard known.contains(type) else {
            throw DecodeError(
                "\"\(type)\": expected one of \(known.map(\.rawValue).joined(separator: ", "))", path: ["type"])
        }
        var strategy = ScoringStrategy(type)
        if !resources.isEmpty { strategy.resources = try resources.weighted() }
        strategy.shape = requestedToCapacityRatio?.shape ?? []
        if type == .requestedToCapacityRatio {
            do { try check(strategy.shape) } catch { throw error.under("shape").under("requestedToCapacityRatio") }
        }
        return strategy
    }

    private func check(_ shape: [UtilizationPoint]) throws(DecodeError) {
        if shape.isEmpty { throw DecodeError("at least one point must be specified") }
        for (index, point) in shape.enumerated() {
            do {
                try within(0...100, point.utilization, "utilization")
                try within(0...10, point.score, "score")
            } catch { throw error.under("[\(index)]") }
            if index > 0, shape[index - 1].utilization >= point.utilization {
                throw DecodeError("utilization values must be sorted in increasing order", path: ["[\(index)]"])
            }
        }
    }
}

struct BalancedAllocationArguments: PluginArguments {
    static let plugin = PluginName.nodeResourcesBalancedAllocation
    var resources: [WeightedResource] = []

    static let schema = Schema<Self>("Arguments of NodeResourcesBalancedAllocation.") {
        Field(nil, "resources", \.resources)
    }

    func apply(to profile: inout SchedulerProfile) throws(DecodeError) {
        if !resources.isEmpty { profile.balancedResources = try resources.weighted() }
    }
}

struct PodTopologySpreadArguments: PluginArguments {
    static let plugin = PluginName.podTopologySpread
    var defaultConstraints: [TopologySpreadConstraint] = []
    /// `System` or `List`.
    var defaultingType = ""

    static let schema = Schema<Self>("Arguments of PodTopologySpread.") {
        Field(nil, "defaultConstraints", \.defaultConstraints)
        Field(nil, "defaultingType", \.defaultingType)
    }

    func apply(to profile: inout SchedulerProfile) throws(DecodeError) {
        guard ["", "System", "List"].contains(defaultingType) else {
            throw DecodeError("\"\(defaultingType)\": expected System or List", path: ["defaultingType"])
        }
        guard defaultConstraints.isEmpty || defaultingType == "List" else {
            throw DecodeError("when .defaultingType is System, there are none", path: ["defaultConstraints"])
        }
        for (index, constraint) in defaultConstraints.enumerated() {
            do { try check(constraint) } catch { throw error.under("[\(index)]").under("defaultConstraints") }
        }
        profile.spreadsReplicas = defaultingType != "List"
        profile.defaultConstraints = defaultConstraints
    }

    private func check(_ constraint: TopologySpreadConstraint) throws(DecodeError) {
        if constraint.maxSkew <= 0 { throw DecodeError("must be greater than zero", path: ["maxSkew"]) }
        if constraint.topologyKey.isEmpty { throw DecodeError("can not be empty", path: ["topologyKey"]) }
        guard ["DoNotSchedule", "ScheduleAnyway"].contains(constraint.whenUnsatisfiable) else {
            throw DecodeError("expected DoNotSchedule or ScheduleAnyway", path: ["whenUnsatisfiable"])
        }
        if constraint.labelSelector != nil {
            throw DecodeError(
                "constraint must not define a selector, as it is deduced for each pod", path: ["labelSelector"])
        }
    }
}

struct VolumeBindingArguments: PluginArguments {
    static let plugin = PluginName.volumeBinding
    var bindTimeoutSeconds: Int?

    static let schema = Schema<Self>("Arguments of VolumeBinding.") {
        Field(nil, "bindTimeoutSeconds", \.bindTimeoutSeconds)
    }

    func apply(to profile: inout SchedulerProfile) throws(DecodeError) {
        try within(0...Int(Int32.max), bindTimeoutSeconds, "bindTimeoutSeconds")
        if let bindTimeoutSeconds { profile.bindTimeoutSeconds = bindTimeoutSeconds }
    }
}

extension [WeightedResource] {
    /// A weight of 0 is one that isn't said.
    fileprivate func weighted() throws(DecodeError) -> [WeightedResource] {
        var resources = self
        for index in indices {
            if resources[index].weight == 0 { resources[index].weight = 1 }
            do { try within(1...100, resources[index].weight, "weight") } catch {
                throw error.under("[\(index)]").under("resources")
            }
        }
        return resources
    }
}

func within(_ range: ClosedRange<Int>, _ number: Int?, _ name: String) throws(DecodeError) {
    guard let number, !range.contains(number) else { return }
    throw DecodeError(
        "\(number) is not in the range \(range.lowerBound) to \(range.upperBound)", path: name.isEmpty ? [] : [name])
}
