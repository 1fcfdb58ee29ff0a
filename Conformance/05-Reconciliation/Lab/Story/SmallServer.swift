internal import API
internal import ReconciliationContract
internal import Schema

/// An API server of a few lines, for ConfigMaps and namespaces: versions, refusals, and a history to watch.
struct SmallServer: Sendable {
    enum Event: Sendable {
        case configMap(ConfigMap, isGone: Bool)
        case namespace(Namespace, isGone: Bool)
    }

    private(set) var configMaps: [String: ConfigMap] = [:]
    private(set) var namespaces: [String: Namespace] = [:]
    /// In the order in which it happened.
    private(set) var history: [Event] = []
    private var version = 0

    /// - Returns: false when it is refused.
    mutating func send(_ write: Write) -> Bool {
        let old = configMaps[write.object.key]
        switch write {
        case .create(let object):
            guard old == nil, let space = namespaces[object.namespace], !space.metadata.isBeingDeleted else {
                return false
            }
            put(object, isNew: true)
        case .update(let object):
            guard let old, old.metadata.resourceVersion == object.metadata.resourceVersion else { return false }
            if old != object { put(object, isNew: false) }
        case .delete(let object):
            guard let old, old.metadata.uid == object.metadata.uid else { return false }
            delete(old.key)
        }
        return true
    }

    /// By somebody's hand.
    mutating func put(_ object: ConfigMap, isNew: Bool) {
        var object = object
        version += 1
        object.metadata.resourceVersion = "\(version)"
        object.metadata.uid = isNew ? "uid-\(version)" : configMaps[object.key]?.metadata.uid ?? ""
        configMaps[object.key] = object
        history.append(.configMap(object, isGone: false))
    }

    mutating func put(_ namespace: Namespace) {
        version += 1
        var namespace = namespace
        namespace.metadata.resourceVersion = "\(version)"
        namespaces[namespace.name] = namespace
        history.append(.namespace(namespace, isGone: false))
    }

    mutating func delete(_ key: String) {
        if var object = configMaps.removeValue(forKey: key) {
            version += 1
            object.metadata.resourceVersion = "\(version)"
            history.append(.configMap(object, isGone: true))
        } else if let namespace = namespaces.removeValue(forKey: key) {
            for inside in configMaps.keys.sorted() where inside.hasPrefix(key + "/") { delete(inside) }
            history.append(.namespace(namespace, isGone: true))
        }
    }
}
