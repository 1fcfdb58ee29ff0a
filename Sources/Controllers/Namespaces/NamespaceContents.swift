package import API

/// What a namespace may contain, in the order in which it is emptied.
package enum NamespaceContents {
    package static let finalizer = "kubernetes"

    /// Pods first: as long as they run they may need the Secrets, ConfigMaps and services beside them.
    package static let order: [[Kind]] = {
        let kinds = Resources.all.map(\.kind).filter { $0.isNamespaced && $0.verbs.contains("deletecollection") }
        return [kinds.filter { $0 == Pod.kind }, kinds.filter { $0 != Pod.kind }]
    }()
}
