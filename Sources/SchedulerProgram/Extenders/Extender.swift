import Schema
import SchedulerContract

/// A program outside that has a say in scheduling, reached by HTTP: an entry of `extenders` in a configuration file.
///
/// Which verbs are named says what it is asked. Source: kubernetes.io, Reference → kube-scheduler Configuration (v1),
/// Extender.
struct Extender: Declared {
    var urlPrefix = ""
    /// Which nodes suit the pod?
    var filterVerb = ""
    /// How well?
    var prioritizeVerb = ""
    var weight = 0
    /// Binding the pod is its business.
    var bindVerb = ""
    /// Whom may the pod displace? Not asked here, so a file that wants it is refused.
    var preemptVerb = ""
    var enableHTTPS = false
    var tlsConfig: TLSConfiguration?
    /// Of one call.
    var httpTimeout: DurationText?
    /// It knows the nodes itself, and is told their names only.
    var nodeCacheCapable = false
    var managedResources: [ManagedResource] = []
    /// Scheduling goes on without it when it doesn't answer.
    var ignorable = false

    static let schema = Schema<Self>("A program outside that has a say.") {
        Field(nil, "urlPrefix", \.urlPrefix, required: true)
        Field(nil, "filterVerb", \.filterVerb)
        Field(nil, "prioritizeVerb", \.prioritizeVerb)
        Field(nil, "weight", \.weight)
        Field(nil, "bindVerb", \.bindVerb)
        Field(nil, "preemptVerb", \.preemptVerb)
        Field(nil, "enableHTTPS", \.enableHTTPS)
        Field(nil, "tlsConfig", \.tlsConfig)
        Field(nil, "httpTimeout", \.httpTimeout)
        Field(nil, "nodeCacheCapable", \.nodeCacheCapable)
        Field(nil, "managedResources", \.managedResources)
        Field(nil, "ignorable", \.ignorable)
    }

    struct ManagedResource: Declared {
        var name = ""
        /// The scheduler's own rules don't count it.
        var ignoredByScheduler = false

        static let schema = Schema<Self>("A resource that it keeps count of.") {
            Field(nil, "name", \.name, required: true)
            Field(nil, "ignoredByScheduler", \.ignoredByScheduler)
        }
    }

    struct TLSConfiguration: Declared {
        var insecure = false
        var serverName = ""
        var certFile = ""
        var keyFile = ""
        var caFile = ""
        var certData = Bytes()
        var keyData = Bytes()
        var caData = Bytes()

        static let schema = Schema<Self>("Who it is believed to be, and who we are there.") {
            Field(nil, "insecure", \.insecure)
            Field(nil, "serverName", \.serverName)
            Field(nil, "certFile", \.certFile)
            Field(nil, "keyFile", \.keyFile)
            Field(nil, "caFile", \.caFile)
            Field(nil, "certData", \.certData)
            Field(nil, "keyData", \.keyData)
            Field(nil, "caData", \.caData)
        }
    }
}

extension Extender {
    /// What it is called in records and events: its address.
    var name: String {
        urlPrefix.firstRange(of: "://").map { String(urlPrefix[$0.upperBound...]) } ?? urlPrefix
    }

    var timeout: Duration { httpTimeout.map(\.duration).flatMap { $0 > .zero ? $0 : nil } ?? .seconds(5) }

    /// What the core needs to know of it.
    var concern: ExtenderConcern {
        var concern = ExtenderConcern()
        concern.name = name
        concern.managedResources = managedResources.map(\.name)
        concern.judgesNodes = !filterVerb.isEmpty || !prioritizeVerb.isEmpty
        return concern
    }

    func check() throws(DecodeError) {
        guard urlPrefix.hasPrefix("http://") || urlPrefix.hasPrefix("https://") else {
            throw DecodeError("\"\(urlPrefix)\": expected http://host:port/path", path: ["urlPrefix"])
        }
        if !preemptVerb.isEmpty {
            throw DecodeError("extenders are not asked about preemption here", path: ["preemptVerb"])
        }
        if !prioritizeVerb.isEmpty, weight <= 0 {
            throw DecodeError("\(weight): must have a positive weight applied to it", path: ["weight"])
        }
        try within(0...1_000_000, weight, "weight")
        for (index, resource) in managedResources.enumerated() {
            guard resource.name.contains("/"), !resource.name.hasPrefix("kubernetes.io/") else {
                throw DecodeError(
                    "\"\(resource.name)\" is an invalid extended resource name",
                    path: ["managedResources", "[\(index)]", "name"])
            }
        }
    }
}
