public import API
public import Schema

/// The settings of a scheduler, with the defaults and names of Kubernetes' KubeSchedulerConfiguration.
///
/// Source: kubernetes.io, Reference → Scheduling → Scheduler Configuration.
public struct SchedulerConfiguration: Declared {
    /// A pod chooses one of them with `spec.schedulerName`.
    public var profiles = [SchedulerProfile()]
    /// Chooses among nodes of the same score; below 2⁶³.
    public var seed: UInt64 = 0
    /// After the first failed attempt; doubled by each further one.
    public var podInitialBackoffSeconds = 1.0
    public var podMaxBackoffSeconds = 10.0
    /// The search for feasible nodes ends at this share of all nodes, in percent; 0 adapts to the size of the cluster.
    public var percentageOfNodesToScore = 0
    /// Of how many pods the last attempt is remembered for ``SchedulerCore/record(of:)``.
    public var recordedPods = 1000
    /// Who else must be asked; for all profiles.
    public var extenders: [ExtenderConcern] = []

    public init() {}

    public static let schema = Schema<Self>("The settings of a scheduler.") {
        Field(nil, "profiles", \.profiles, always: true, "Sets of rules, chosen by a pod's schedulerName.")
        Field(nil, "seed", \.seed, "Chooses among nodes of the same score.")
        Field(
            nil, "podInitialBackoffSeconds", \.podInitialBackoffSeconds, always: true,
            "The rest after the first failed attempt.")
        Field(nil, "podMaxBackoffSeconds", \.podMaxBackoffSeconds, always: true, "The longest rest.")
        Field(
            nil, "percentageOfNodesToScore", \.percentageOfNodesToScore,
            "The search for feasible nodes ends at this share of all nodes.")
        Field(nil, "recordedPods", \.recordedPods, always: true, "Of how many pods the last attempt is remembered.")
        Field(nil, "extenders", \.extenders, "Who else must be asked.")
    }
}

extension SchedulerConfiguration {
    /// The only profile, or the first.
    public var profile: SchedulerProfile {
        get { profiles.first ?? SchedulerProfile() }
        set { profiles = [newValue] + profiles.dropFirst() }
    }

    public var schedulerName: String {
        get { profile.schedulerName }
        set { profile.schedulerName = newValue }
    }
}

/// Which rules a scheduler goes by, and how much each counts.
public struct SchedulerProfile: Declared {
    public var schedulerName = "default-scheduler"
    /// Which rule out nodes, in this order.
    public var predicates = PluginName.defaultPredicates
    /// Which prefer nodes, each with a weight.
    public var priorities = WeightedPriority.defaults
    /// Whether room is made for important pods at the cost of others (the plug-in DefaultPreemption).
    public var preemption = true
    /// How NodeResourcesFit scores.
    public var scoringStrategy = ScoringStrategy()
    /// What NodeResourcesBalancedAllocation compares.
    public var balancedResources = ScoringStrategy.defaultResources
    /// What a *required* affinity of a running pod is worth to a new pod that it selects (InterPodAffinity).
    public var hardPodAffinityWeight = 1
    /// How long a pod's claims may take to be bound, once it has a node (VolumeBinding).
    public var bindTimeoutSeconds = 600
    /// Replicas of one controller are spread over hosts and zones though nothing is said about it (PodTopologySpread).
    public var spreadsReplicas = true
    /// What they are spread by instead.
    public var defaultConstraints: [TopologySpreadConstraint] = []
    /// What each pod asks of nodes beside its own affinity (NodeAffinity).
    public var addedAffinity: NodeAffinity?
    /// Extended resources that fit anywhere (NodeResourcesFit): an extender keeps count of them.
    public var ignoredResources: [String] = []
    /// The same for all of a vendor: `example.com` for `example.com/gpu`.
    public var ignoredResourceGroups: [String] = []
    /// Running pods' terms don't count for a pod that has none itself (InterPodAffinity).
    public var ignoresTermsOfRunningPods = false
    /// Instead of the configuration's.
    public var percentageOfNodesToScore: Int?

    public init() {}

    public static let schema = Schema<Self>("Which rules a scheduler goes by.") {
        Field(nil, "schedulerName", \.schedulerName, always: true, "Pods with this name are scheduled so.")
        Field(nil, "predicates", \.predicates, always: true, "The rules that rule out nodes, in this order.")
        Field(nil, "priorities", \.priorities, always: true, "The rules that prefer nodes.")
        Field(nil, "preemption", \.preemption, always: true, "Whether pods of lower priority make room.")
        Field(nil, "scoringStrategy", \.scoringStrategy, "How NodeResourcesFit scores.")
        Field(nil, "balancedResources", \.balancedResources, always: true, "What is balanced.")
        Field(
            nil, "hardPodAffinityWeight", \.hardPodAffinityWeight, always: true,
            "What required affinities of running pods are worth.")
        Field(
            nil, "bindTimeoutSeconds", \.bindTimeoutSeconds, always: true,
            "How long a pod's claims may take to be bound.")
        Field(nil, "spreadsReplicas", \.spreadsReplicas, always: true, "Spread the replicas of a controller.")
        Field(nil, "defaultConstraints", \.defaultConstraints, "How they are spread instead.")
        Field(nil, "addedAffinity", \.addedAffinity, "What each pod asks of nodes beside its own affinity.")
        Field(nil, "ignoredResources", \.ignoredResources, "Resources that fit anywhere.")
        Field(nil, "ignoredResourceGroups", \.ignoredResourceGroups, "Whose resources fit anywhere.")
        Field(
            nil, "ignoresTermsOfRunningPods", \.ignoresTermsOfRunningPods,
            "Terms of running pods count only for pods that have some, too.")
        Field(
            nil, "percentageOfNodesToScore", \.percentageOfNodesToScore,
            "The search for feasible nodes ends at this share of all nodes.")
    }
}

/// A rule that prefers nodes, and how much it counts.
public struct WeightedPriority: Declared {
    public var name = PluginName()
    public var weight = 1

    public init() {}

    public init(_ name: PluginName, weight: Int = 1) {
        self.name = name
        self.weight = weight
    }

    public static let schema = Schema<Self>("A rule that prefers nodes.") {
        Field(nil, "name", \.name, required: true, "The plug-in's name.")
        Field(nil, "weight", \.weight, always: true, "What its score is multiplied with.")
    }

    /// Kubernetes' default profile.
    public static let defaults = [
        WeightedPriority(.taintToleration, weight: 3), WeightedPriority(.nodeAffinity, weight: 2),
        WeightedPriority(.podTopologySpread, weight: 2), WeightedPriority(.interPodAffinity, weight: 2),
        WeightedPriority(.nodeResourcesFit), WeightedPriority(.nodeResourcesBalancedAllocation),
        WeightedPriority(.imageLocality),
    ]
}

/// Rules by the names of Kubernetes' plug-ins. Some rule out *and* prefer nodes.
public struct PluginName: OpenEnum {
    public var rawValue = ""
    public init() {}

    public static let nodeUnschedulable: PluginName = "NodeUnschedulable"
    public static let nodeName: PluginName = "NodeName"
    public static let taintToleration: PluginName = "TaintToleration"
    public static let nodeAffinity: PluginName = "NodeAffinity"
    public static let nodePorts: PluginName = "NodePorts"
    public static let nodeResourcesFit: PluginName = "NodeResourcesFit"
    public static let nodeResourcesBalancedAllocation: PluginName = "NodeResourcesBalancedAllocation"
    public static let volumeRestrictions: PluginName = "VolumeRestrictions"
    public static let nodeVolumeLimits: PluginName = "NodeVolumeLimits"
    public static let volumeBinding: PluginName = "VolumeBinding"
    public static let volumeZone: PluginName = "VolumeZone"
    public static let podTopologySpread: PluginName = "PodTopologySpread"
    public static let interPodAffinity: PluginName = "InterPodAffinity"
    public static let imageLocality: PluginName = "ImageLocality"

    /// Kubernetes' default profile. Asked one after the other until one objects: the cheap ones stand first.
    public static let defaultPredicates: [PluginName] = [
        .nodeUnschedulable, .nodeName, .taintToleration, .nodeAffinity, .nodePorts, .nodeResourcesFit,
        .volumeRestrictions, .nodeVolumeLimits, .volumeBinding, .volumeZone, .podTopologySpread, .interPodAffinity,
    ]
}
