import Schema
import SchedulerContract

/// Which rules a profile's `plugins` come to.
///
/// ```
///   default plug-ins − multiPoint.disabled + multiPoint.enabled      for all their extension points at once,
///                    − score.disabled      + score.enabled           then for one; what is more special wins
/// ```
/// A plug-in that is enabled where it runs anyway gets the weight that is said there, 1 if none is.
/// Source: kubernetes.io, Reference → Scheduler Configuration → Multiple Profiles, "Plugins that apply to multiple extension
/// points".
struct PluginResolution {
    private let plugins: PluginsDocument
    private let everywhere: [PluginDocument]

    init(_ plugins: PluginsDocument) throws(DecodeError) {
        for (point, set) in plugins.all {
            do { try Self.check(set, point) } catch { throw error.under(point) }
        }
        self.plugins = plugins
        everywhere = Self.merged(Self.defaults, with: plugins.multiPoint)
    }

    var predicates: [PluginName] { resolved(plugins.filter, Self.filtering).map { PluginName($0.name) } }

    var priorities: [WeightedPriority] {
        resolved(plugins.score, Self.scoring).map { WeightedPriority(PluginName($0.name), weight: $0.weight ?? 1) }
    }

    var preemption: Bool { !resolved(plugins.postFilter, [Self.preemptionPlugin]).isEmpty }

    // MARK: - What there is

    private static let preemptionPlugin = "DefaultPreemption"
    private static let filtering = PluginName.defaultPredicates.map(\.rawValue)
    private static let scoring = WeightedPriority.defaults.map(\.name.rawValue)
    /// They do their work here whatever a file says: order the queue, keep back gated pods, bind.
    private static let fixed = ["PrioritySort", "SchedulingGates", "DefaultBinder"]
    /// Kubernetes' own that don't exist here: to be without them is no contradiction.
    private static let absent = ["DynamicResources", "NodeDeclaredFeatures", "GangScheduling"]

    private static let defaults: [PluginDocument] = {
        let weights = [String: Int](WeightedPriority.defaults.map { ($0.name.rawValue, $0.weight) }) { $1 }
        let names = filtering + [preemptionPlugin] + scoring.filter { !filtering.contains($0) }
        return names.map { PluginDocument($0, weights[$0]) }
    }()

    /// The extension points at which a plug-in may be named.
    private static func check(_ set: PluginSetDocument, _ point: String) throws(DecodeError) {
        for (index, plugin) in set.enabled.enumerated() {
            do { try checkEnabled(plugin, point) } catch { throw error.under("[\(index)]").under("enabled") }
        }
        for (index, plugin) in set.disabled.enumerated() where plugin.name != "*" && !absent.contains(plugin.name) {
            do { try checkDisabled(plugin) } catch { throw error.under("[\(index)]").under("disabled") }
        }
    }

    private static func checkEnabled(_ plugin: PluginDocument, _ point: String) throws(DecodeError) {
        try within(0...1_000_000, plugin.weight, "weight")
        let allowed =
            switch point {
            case "filter": filtering
            case "score": scoring
            case "postFilter": [preemptionPlugin]
            default: filtering + scoring + [preemptionPlugin] + fixed
            }
        if allowed.contains(plugin.name) { return }
        let known = filtering + scoring + [preemptionPlugin] + fixed
        throw DecodeError(
            known.contains(plugin.name)
                ? "\(plugin.name) has nothing to do here" : "there is no plug-in \"\(plugin.name)\"", path: ["name"])
    }

    private static func checkDisabled(_ plugin: PluginDocument) throws(DecodeError) {
        if fixed.contains(plugin.name) { throw DecodeError("\(plugin.name) can't be disabled", path: ["name"]) }
        guard (filtering + scoring + [preemptionPlugin]).contains(plugin.name) else {
            throw DecodeError("there is no plug-in \"\(plugin.name)\"", path: ["name"])
        }
    }

    // MARK: - What is chosen

    /// Enabled anew, a default plug-in keeps its place.
    private static func merged(_ defaults: [PluginDocument], with set: PluginSetDocument) -> [PluginDocument] {
        let kept = defaults.filter { !set.disables($0.name) }
        let replaced = kept.map { plugin in set.enabled.first { $0.name == plugin.name } ?? plugin }
        return replaced + set.enabled.filter { plugin in !kept.contains { $0.name == plugin.name } }
    }

    /// First those that the extension point names and that would run anyway, then the others that would, then the rest.
    private func resolved(_ set: PluginSetDocument, _ possible: [String]) -> [PluginDocument] {
        let named = set.enabled.map(\.name)
        let inherited = everywhere.filter { possible.contains($0.name) && !set.disables($0.name) }
        let others = inherited.filter { !named.contains($0.name) }
        let (overriding, added) = set.enabled.reduce(into: ([PluginDocument](), [PluginDocument]())) { parts, plugin in
            if inherited.contains(where: { $0.name == plugin.name }) {
                parts.0.append(plugin)
            } else {
                parts.1.append(plugin)
            }
        }
        return overriding + others + added
    }
}

extension PluginDocument {
    fileprivate init(_ name: String, _ weight: Int?) {
        self.init()
        self.name = name
        self.weight = weight
    }
}
