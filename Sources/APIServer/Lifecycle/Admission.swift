import API
import APIServerContract
import Schema

/// What is asked of a write beside the object itself being right: does it fit into the cluster as it is?
///
/// In Kubernetes these are admission plugins, in a configurable chain. The ones here are those without which the
/// cluster doesn't work as documented. Source: kubernetes.io/docs/reference/access-authn-authz/admission-controllers.
///
/// Left out compared with Kubernetes: webhooks, quotas, limit ranges, Pod Security (20-Security brings them).
struct Admission: Sendable {
    let lookUp: WritePipeline.LookUp

    func admitCreate(_ document: inout JSON, _ kind: Kind) throws(Status) {
        try checkNamespace(document, kind)
        guard kind.name == "Pod", kind.group.isEmpty else { return }
        try PodAdmission(lookUp: lookUp).admit(&document)
    }

    func admitUpdate(_ document: inout JSON, from old: JSON, _ kind: Kind) throws(Status) {}

    /// NamespaceLifecycle: three namespaces stay.
    static func admitDelete(_ kind: Kind, name: String) throws(Status) {
        guard kind == Namespace.kind, ["default", "kube-system", "kube-public"].contains(name) else { return }
        throw .forbidden(kind, name: name, "this namespace may not be deleted")
    }

    /// NamespaceLifecycle: nothing is made in a namespace that isn't there, or that is being deleted.
    private func checkNamespace(_ document: JSON, _ kind: Kind) throws(Status) {
        let name = document.namespace
        guard kind.isNamespaced, !name.isEmpty else { return }
        guard let namespace = lookUp("namespaces", "", name) else { throw .notFound(Namespace.kind, name: name) }
        guard namespace.isBeingDeleted else { return }
        throw .namespaceIsTerminating(name, kind, name: document.name)
    }
}
