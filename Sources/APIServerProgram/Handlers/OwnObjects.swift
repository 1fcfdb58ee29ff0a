import API
import APIMachinery
import APIServer
import APIServerContract
import EtcdAPI
import Schema

/// Objects that nobody asked for: the server itself sees to it that they are there.
extension WriteHandler {
    /// Makes an object that the server itself wants; it is cleaned and checked like anybody's.
    func create(_ document: JSON, _ resource: ServedResource) async throws(Status) {
        let (clean, _) = try pipeline.cleaned(document, resource)
        let birth = ObjectMetadata.Birth(uid: identities.uid(), now: clock.now(), suffix: identities.suffix())
        let manager = Manager(name: "kube-apiserver", subresource: "", time: clock.now())
        let made = try pipeline.created(
            clean, resource, namespace: document.namespace, birth: birth, manager: manager, random: identities.number)
        let key = ObjectKey(resource: resource.storageName, namespace: made.namespace, name: made.name)
        _ = try await modify(resource, key, dryRun: false) { current throws(Status) in
            if current != nil { throw .alreadyExists(resource.kind, name: made.name) }
            return .write(made)
        }
    }

    /// Sees to it that one member of an object is as the server itself wants it.
    func keep(
        _ member: String, of key: ObjectKey, _ resource: ServedResource, as document: JSON
    ) async throws(Status) {
        let (clean, _) = try pipeline.cleaned(document, resource)
        _ = try await modify(resource, key, dryRun: false) { current throws(Status) in
            guard let current else { throw .notFound(resource.kind, name: key.name) }
            var changed = current.document
            changed[member] = clean[member]
            return .write(changed)
        }
    }
}
