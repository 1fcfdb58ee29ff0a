package import API
package import ReconciliationContract

/// A controller: ConfigMaps that ask for it are copied into other namespaces, and the copies kept as they should be.
///
/// ```
///   kube/motd                          blue/motd                       green/motd
///     copy-to: team=web       ───▶       copied-from: kube              copied-from: kube
///     data: text: hello                  data: text: hello              data: text: hello
/// ```
/// A copy's owner can't be its source: owners live in the same namespace, or in none. So nobody collects the copies of a
/// source that is gone, and the controller finds them itself: by their label, from what there is, whenever it looks.
///
/// Invariant: what it writes follows from the present copies of ConfigMaps and namespaces alone. It may be killed at any
/// moment; whoever comes after it finds the rest of the work.
package struct ConfigMapCopier: ControllerCore {
    private var configMaps = ObjectStore<ConfigMap>(indexes: [.byName, .bySource])
    private var namespaces = ObjectStore<Namespace>()
    private var reconciler = DefaultReconciler()

    package init() {}

    // MARK: - What the watches bring

    package mutating func observe(_ change: Change<ConfigMap>) -> [String] {
        configMaps.apply(change)
        reconciler.observe(change)
        if case .modified(let old, let new) = change {
            return Set(keys(touchedBy: old) + keys(touchedBy: new)).sorted()
        }
        return Set(keys(touchedBy: change.object)).sorted()
    }

    package mutating func observe(_ change: Change<Namespace>) -> [String] {
        namespaces.apply(change)
        return keys(touchedBy: change.object)
    }

    package mutating func failed(_ write: Write) { reconciler.failed(write) }

    /// Which sources are to be looked at because of this ConfigMap, in a state that it has, or had until now?
    ///
    /// It may be a source. It may be a copy. And it may stand where somebody's copy should be.
    private func keys(touchedBy configMap: ConfigMap) -> [String] {
        // lab 05.5: begin
        let sameName = configMaps.objects(by: .name, configMap.name).filter { $0.copySelector != nil }
        return [configMap.sourceKey ?? configMap.key] + sameName.map(\.key)
        // lab 05.5: end
    }

    /// …and because of a namespace, which may be selected by any of them?
    private func keys(touchedBy namespace: Namespace) -> [String] {
        // lab 05.5: begin
        configMaps.all.filter { $0.copySelector != nil }.map(\.key)
        // lab 05.5: end
    }

    // MARK: - Reconciliation

    package mutating func reconcile(_ key: String, now: Moment) -> [Write] {
        // lab 05.5: begin
        guard reconciler.isUpToDate(key, now: now), let desired = copies(of: configMaps[key]) else { return [] }
        let observed = configMaps.objects(by: .source, key)
        // Where somebody else's ConfigMap stands there is no place for a copy; in the source's namespace that is the source.
        let free = desired.filter { configMaps[$0.key].map { $0.sourceKey == key } ?? true }
        let writes = reconciler.writes(desired: free, observed: observed)
        reconciler.expect(writes, for: key, now: now)
        return writes
        // lab 05.5: end
    }

    /// The copies that should be; nil when the source says something that can't be understood.
    /// - Parameter source: nil when there is none.
    private func copies(of source: ConfigMap?) -> [ConfigMap]? {
        // lab 05.5: begin
        guard let source, !source.metadata.isBeingDeleted, let text = source.copySelector else { return [] }
        guard let selector = CopySelector(text) else { return nil }
        return namespaces.all
            .filter { selector.matches($0.metadata.labels) && !$0.metadata.isBeingDeleted }
            .map { source.copy(in: $0.name) }
        // lab 05.5: end
    }
}

extension ConfigMap {
    /// The copy that should be in this namespace.
    fileprivate func copy(in namespace: String) -> ConfigMap {
        var copy = ConfigMap()
        (copy.metadata.name, copy.metadata.namespace) = (name, namespace)
        copy.metadata.labels = [Self.copiedFrom: self.namespace]
        (copy.data, copy.binaryData) = (data, binaryData)
        return copy
    }
}

extension Index where R == ConfigMap {
    fileprivate static var byName: Index { Index(.name) { [$0.name] } }
    fileprivate static var bySource: Index { Index(.source) { $0.sourceKey.map { [$0] } ?? [] } }
}

extension Index.Name {
    fileprivate static var name: Self { "name" }
    fileprivate static var source: Self { "source" }
}
