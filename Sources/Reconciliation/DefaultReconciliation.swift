package import API
import ReconciliationContract

/// The parts of this module, as the contract wants them: what suites and labs see.
package enum DefaultReconciliation: ReconciliationCore {
    package typealias Queue = RetryingQueue<String>
    package typealias Informer = Reflection<ConfigMap>
    package typealias Reconciler = DefaultReconciler
    package typealias Controller = ConfigMapCopier
}

extension Reflection: ReflectionCore where R == ConfigMap {
    package init() { self.init(indexes: []) }
    package var objects: [ConfigMap] { store.all }
}
