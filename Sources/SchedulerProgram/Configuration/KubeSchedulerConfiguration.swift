import Schema

/// The file that `--config` names: the document that Kubernetes' scheduler is configured with.
///
/// ```yaml
/// apiVersion: kubescheduler.config.k8s.io/v1
/// kind: KubeSchedulerConfiguration
/// profiles:
/// - schedulerName: default-scheduler
/// - schedulerName: bin-packing-scheduler
///   plugins:
///     score:
///       disabled: [{name: NodeResourcesBalancedAllocation}]
///   pluginConfig:
///   - name: NodeResourcesFit
///     args: {scoringStrategy: {type: MostAllocated}}
/// extenders:
/// - urlPrefix: http://127.0.0.1:8888/scheduler
///   filterVerb: filter
/// ```
/// Source: kubernetes.io, Reference → kube-scheduler Configuration (v1).
/// What doesn't matter here is accepted, as a stock file has it: `parallelism` (one thread decides), `enableProfiling`,
/// `enableContentionProfiling`, `delayCacheUntilActive`, and of `clientConnection` all but the kubeconfig.
struct KubeSchedulerConfiguration: Declared {
    var apiVersion = ""
    var kind = ""
    var parallelism: Int?
    var leaderElection = LeaderElectionDocument()
    var clientConnection = ClientConnectionDocument()
    var enableProfiling: Bool?
    var enableContentionProfiling: Bool?
    var percentageOfNodesToScore: Int?
    var podInitialBackoffSeconds: Int?
    var podMaxBackoffSeconds: Int?
    var profiles: [ProfileDocument] = []
    var extenders: [Extender] = []
    var delayCacheUntilActive = false

    static let schema = Schema<Self>("Configures a scheduler.") {
        Field(nil, "apiVersion", \.apiVersion)
        Field(nil, "kind", \.kind)
        Field(nil, "parallelism", \.parallelism)
        Field(nil, "leaderElection", \.leaderElection)
        Field(nil, "clientConnection", \.clientConnection)
        Field(nil, "enableProfiling", \.enableProfiling)
        Field(nil, "enableContentionProfiling", \.enableContentionProfiling)
        Field(nil, "percentageOfNodesToScore", \.percentageOfNodesToScore)
        Field(nil, "podInitialBackoffSeconds", \.podInitialBackoffSeconds)
        Field(nil, "podMaxBackoffSeconds", \.podMaxBackoffSeconds)
        Field(nil, "profiles", \.profiles)
        Field(nil, "extenders", \.extenders)
        Field(nil, "delayCacheUntilActive", \.delayCacheUntilActive)
    }
}

struct LeaderElectionDocument: Declared {
    var leaderElect: Bool?
    var leaseDuration: DurationText?
    var renewDeadline: DurationText?
    var retryPeriod: DurationText?
    var resourceLock = ""
    var resourceName = ""
    var resourceNamespace = ""

    static let schema = Schema<Self>("Who of several schedulers acts.") {
        Field(nil, "leaderElect", \.leaderElect)
        Field(nil, "leaseDuration", \.leaseDuration)
        Field(nil, "renewDeadline", \.renewDeadline)
        Field(nil, "retryPeriod", \.retryPeriod)
        Field(nil, "resourceLock", \.resourceLock)
        Field(nil, "resourceName", \.resourceName)
        Field(nil, "resourceNamespace", \.resourceNamespace)
    }
}

struct ClientConnectionDocument: Declared {
    var kubeconfig = ""
    var acceptContentTypes = ""
    var contentType = ""
    var qps: Double?
    var burst: Int?

    static let schema = Schema<Self>("How the API server is reached.") {
        Field(nil, "kubeconfig", \.kubeconfig)
        Field(nil, "acceptContentTypes", \.acceptContentTypes)
        Field(nil, "contentType", \.contentType)
        Field(nil, "qps", \.qps)
        Field(nil, "burst", \.burst)
    }
}

// MARK: - Profiles

struct ProfileDocument: Declared {
    var schedulerName: String?
    var percentageOfNodesToScore: Int?
    var plugins = PluginsDocument()
    var pluginConfig: [PluginConfigDocument] = []

    static let schema = Schema<Self>("Rules, for the pods that name them.") {
        Field(nil, "schedulerName", \.schedulerName)
        Field(nil, "percentageOfNodesToScore", \.percentageOfNodesToScore)
        Field(nil, "plugins", \.plugins)
        Field(nil, "pluginConfig", \.pluginConfig)
    }
}

/// The scheduler's twelve extension points; here three of them make a difference: `filter`, `score` and `postFilter`.
struct PluginsDocument: Declared {
    var preEnqueue = PluginSetDocument()
    var queueSort = PluginSetDocument()
    var preFilter = PluginSetDocument()
    var filter = PluginSetDocument()
    var postFilter = PluginSetDocument()
    var preScore = PluginSetDocument()
    var score = PluginSetDocument()
    var reserve = PluginSetDocument()
    var permit = PluginSetDocument()
    var preBind = PluginSetDocument()
    var bind = PluginSetDocument()
    var postBind = PluginSetDocument()
    /// All extension points of a plug-in at once.
    var multiPoint = PluginSetDocument()

    static let schema = Schema<Self>("Which plug-ins run where.") {
        Field(nil, "preEnqueue", \.preEnqueue)
        Field(nil, "queueSort", \.queueSort)
        Field(nil, "preFilter", \.preFilter)
        Field(nil, "filter", \.filter)
        Field(nil, "postFilter", \.postFilter)
        Field(nil, "preScore", \.preScore)
        Field(nil, "score", \.score)
        Field(nil, "reserve", \.reserve)
        Field(nil, "permit", \.permit)
        Field(nil, "preBind", \.preBind)
        Field(nil, "bind", \.bind)
        Field(nil, "postBind", \.postBind)
        Field(nil, "multiPoint", \.multiPoint)
    }

    /// With their names, in the order of a pod's way through them.
    var all: [(name: String, set: PluginSetDocument)] {
        [
            ("preEnqueue", preEnqueue), ("queueSort", queueSort), ("preFilter", preFilter), ("filter", filter),
            ("postFilter", postFilter), ("preScore", preScore), ("score", score), ("reserve", reserve),
            ("permit", permit), ("preBind", preBind), ("bind", bind), ("postBind", postBind),
            ("multiPoint", multiPoint),
        ]
    }
}

/// In addition to the default plug-ins, and without some of them; `*` stands for all of them.
struct PluginSetDocument: Declared {
    var enabled: [PluginDocument] = []
    var disabled: [PluginDocument] = []

    static let schema = Schema<Self>("Plug-ins of an extension point.") {
        Field(nil, "enabled", \.enabled)
        Field(nil, "disabled", \.disabled)
    }

    func disables(_ name: String) -> Bool { disabled.contains { $0.name == name || $0.name == "*" } }
}

struct PluginDocument: Declared {
    var name = ""
    var weight: Int?

    static let schema = Schema<Self>("A plug-in.") {
        Field(nil, "name", \.name, required: true)
        Field(nil, "weight", \.weight)
    }
}

struct PluginConfigDocument: Declared {
    var name = ""
    var args = RawJSON()

    static let schema = Schema<Self>("A plug-in's arguments.") {
        Field(nil, "name", \.name, required: true)
        Field(nil, "args", \.args)
    }
}
