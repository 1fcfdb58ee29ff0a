package import API
import LabWorker
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
        // Lab 05, step 5: yours to write.
        notWritten()
    }

    /// …and because of a namespace, which may be selected by any of them?
    private func keys(touchedBy namespace: Namespace) -> [String] {
        // Lab 05, step 5: yours to write.
        notWritten()
    }

    // MARK: - Reconciliation

    package mutating func reconcile(_ key: String, now: Moment) -> [Write] {
        // Lab 05, step 5: yours to write.
        notWritten()
    }

    /// The copies that should be; nil when the source says something that can't be understood.
    /// - Parameter source: nil when there is none.
    private func copies(of source: ConfigMap?) -> [ConfigMap]? {
        // Lab 05, step 5: yours to write.
        notWritten()
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
