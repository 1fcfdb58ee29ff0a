import Client
import Linux
import Schema
import SchedulerContract
import YAML

/// What a configuration file comes to.
struct SchedulerSettings {
    var scheduler = SchedulerConfiguration()
    var extenders: [Extender] = []
    /// Nil when the file doesn't say.
    var leaderElect: Bool?
    var timing = LeaderElection.Timing()
    var lease = (namespace: "kube-system", name: "kube-scheduler")
    /// Empty when the file doesn't say.
    var kubeconfig = ""
}

/// A file that can't be used; one line for each fault, with its place.
package struct SchedulerConfigurationError: Error, CustomStringConvertible {
    package let description: String

    fileprivate init(_ file: String, _ faults: [String]) {
        description = faults.map { "\(file): \($0)" }.joined(separator: "\n")
    }
}

/// Whether `kube-scheduler --config FILE` would start: whoever hands a file on can say what is wrong with it at once.
/// - Throws: ``SchedulerConfigurationError``, or that the file can't be read.
package func checkSchedulerConfiguration(file: String) throws {
    for extender in try SchedulerSettings(file: file).extenders { _ = try ExtenderClient(extender) }
}

extension SchedulerSettings {
    init(file: String) throws {
        let text = try readFile(file)
        do { try self.init(YAML.document(text)) } catch let error as UnknownFields {
            throw SchedulerConfigurationError(file, error.paths.map { "unknown field \"\($0)\"" })
        } catch {
            throw SchedulerConfigurationError(file, ["\(error)"])
        }
    }

    /// Strict, as Kubernetes is here: a field that nobody knows is a fault, not a wish that goes unheard.
    init(_ document: JSON) throws {
        var known = document
        let unknown = KubeSchedulerConfiguration.shape.prune(&known)
        guard unknown.isEmpty else { throw UnknownFields(paths: unknown) }
        let file = try KubeSchedulerConfiguration(json: known)
        guard file.apiVersion == "kubescheduler.config.k8s.io/v1", file.kind == "KubeSchedulerConfiguration" else {
            throw DecodeError(
                "expected apiVersion kubescheduler.config.k8s.io/v1, kind KubeSchedulerConfiguration; "
                    + "got \"\(file.apiVersion)\", \"\(file.kind)\"")
        }
        try self.init(file)
    }

    private init(_ file: KubeSchedulerConfiguration) throws {
        try within(0...100, file.percentageOfNodesToScore, "percentageOfNodesToScore")
        try within(1...1_000_000, file.podInitialBackoffSeconds, "podInitialBackoffSeconds")
        scheduler.percentageOfNodesToScore = file.percentageOfNodesToScore ?? 0
        if let seconds = file.podInitialBackoffSeconds { scheduler.podInitialBackoffSeconds = Double(seconds) }
        if let seconds = file.podMaxBackoffSeconds { scheduler.podMaxBackoffSeconds = Double(seconds) }
        guard scheduler.podMaxBackoffSeconds >= scheduler.podInitialBackoffSeconds else {
            throw DecodeError(
                "must be greater than or equal to podInitialBackoffSeconds", path: ["podMaxBackoffSeconds"])
        }
        try take(file.leaderElection)
        kubeconfig = file.clientConnection.kubeconfig
        try takeProfiles(file.profiles)
        try takeExtenders(file.extenders)
    }

    private mutating func take(_ election: LeaderElectionDocument) throws {
        leaderElect = election.leaderElect
        guard ["", "leases"].contains(election.resourceLock) else {
            throw DecodeError("resourceLock value must be \"leases\"", path: ["leaderElection", "resourceLock"])
        }
        if let duration = election.leaseDuration?.duration { timing.leaseDuration = duration }
        if let duration = election.renewDeadline?.duration { timing.renewDeadline = duration }
        if let duration = election.retryPeriod?.duration { timing.retryPeriod = duration }
        guard timing.leaseDuration > timing.renewDeadline, timing.renewDeadline > timing.retryPeriod,
            timing.retryPeriod > .zero
        else {
            throw DecodeError("expected leaseDuration > renewDeadline > retryPeriod > 0", path: ["leaderElection"])
        }
        if !election.resourceName.isEmpty { lease.name = election.resourceName }
        if !election.resourceNamespace.isEmpty { lease.namespace = election.resourceNamespace }
    }

    private mutating func takeProfiles(_ documents: [ProfileDocument]) throws {
        guard !documents.isEmpty else { return }
        scheduler.profiles = []
        for (index, document) in documents.enumerated() {
            do { try take(document) } catch let error as DecodeError {
                throw error.under("[\(index)]").under("profiles")
            } catch let error as UnknownFields {
                throw error.under("profiles[\(index)].")
            }
        }
    }

    private mutating func take(_ document: ProfileDocument) throws {
        var profile = SchedulerProfile()
        if let name = document.schedulerName { profile.schedulerName = name }
        if profile.schedulerName.isEmpty { throw DecodeError("can not be empty", path: ["schedulerName"]) }
        if scheduler.profiles.contains(where: { $0.schedulerName == profile.schedulerName }) {
            throw DecodeError("\"\(profile.schedulerName)\" stands here twice", path: ["schedulerName"])
        }
        try within(0...100, document.percentageOfNodesToScore, "percentageOfNodesToScore")
        profile.percentageOfNodesToScore = document.percentageOfNodesToScore
        let plugins: PluginResolution
        do { plugins = try PluginResolution(document.plugins) } catch { throw error.under("plugins") }
        (profile.predicates, profile.priorities) = (plugins.predicates, plugins.priorities)
        profile.preemption = plugins.preemption
        for (index, config) in document.pluginConfig.enumerated() {
            guard document.pluginConfig.prefix(index).allSatisfy({ $0.name != config.name }) else {
                throw DecodeError("\(config.name) stands here twice", path: ["pluginConfig", "[\(index)]", "name"])
            }
            do { try config.apply(to: &profile) } catch let error as DecodeError {
                throw error.under("[\(index)]").under("pluginConfig")
            } catch let error as UnknownFields {
                throw error.under("pluginConfig[\(index)].args.")
            }
        }
        scheduler.profiles.append(profile)
    }

    private mutating func takeExtenders(_ extenders: [Extender]) throws {
        for (index, extender) in extenders.enumerated() {
            do { try extender.check() } catch { throw error.under("[\(index)]").under("extenders") }
        }
        guard extenders.count(where: { !$0.bindVerb.isEmpty }) < 2 else {
            throw DecodeError("only one extender can implement bind", path: ["extenders"])
        }
        self.extenders = extenders
        scheduler.extenders = extenders.map(\.concern)
        let ignored = extenders.flatMap(\.managedResources).filter(\.ignoredByScheduler).map(\.name)
        for index in scheduler.profiles.indices { scheduler.profiles[index].ignoredResources += ignored }
    }
}

extension PluginConfigDocument {
    fileprivate func apply(to profile: inout SchedulerProfile) throws {
        guard let type = PluginArgumentTypes.all.first(where: { $0.plugin.rawValue == name }) else {
            throw DecodeError("no plug-in \"\(name)\" takes arguments here", path: ["name"])
        }
        try apply(type, to: &profile)
    }

    private func apply<Arguments: PluginArguments>(_ type: Arguments.Type, to profile: inout SchedulerProfile) throws {
        var known = args.json.isNull ? .object(JSONObject()) : args.json
        if let kind = known["kind"]?.string, kind != name + "Args" {
            throw DecodeError("expected \(name)Args, got \"\(kind)\"", path: ["args", "kind"])
        }
        let unknown = type.shape.prune(&known).filter { $0 != "apiVersion" && $0 != "kind" }
        guard unknown.isEmpty else { throw UnknownFields(paths: unknown) }
        do { try type.init(json: known).apply(to: &profile) } catch { throw error.under("args") }
    }
}

/// Members that nobody has declared, and where they stand.
struct UnknownFields: Error {
    let paths: [String]

    fileprivate func under(_ place: String) -> UnknownFields { UnknownFields(paths: paths.map { place + $0 }) }
}
