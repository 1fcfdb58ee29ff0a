import API
import Client
import Controllers
import Schema

/// What the controllers that own pods have in common: how they hear of them, and how they take them over.
struct OwnedPods<Owner: Resource>: Sendable {
    let context: ControllerContext
    let queue: Controller<String>
    let control: PodControl

    /// Each change of a pod wakes its owner.
    func observe() {
        context.cache.pods.onChange { [self] change in
            switch change {
            case .added(let pod):
                guard let owner = owner(of: pod) else { return }
                if pod.metadata.isBeingDeleted {
                    control.sawDeletion(of: pod, for: owner)
                } else {
                    control.sawCreation(for: owner)
                }
                queue.enqueue(owner)
            case .modified(let old, let pod):
                if let before = owner(of: old), before != owner(of: pod) { queue.enqueue(before) }
                guard let owner = owner(of: pod) else { return }
                if pod.metadata.isBeingDeleted { control.sawDeletion(of: pod, for: owner) }
                queue.enqueue(owner)
            case .deleted(let pod):
                guard let owner = owner(of: pod) else { return }
                control.sawDeletion(of: pod, for: owner)
                queue.enqueue(owner)
            }
        }
    }

    /// The key of the owner, if it is of this kind.
    func owner(of pod: Pod) -> String? {
        guard let reference = pod.metadata.controllerReference, reference.kind == Owner.kind.name,
            reference.apiVersion == Owner.kind.apiVersion
        else { return nil }
        return "\(pod.namespace)/\(reference.name)"
    }

    /// The owner's pods, after adopting and releasing.
    func claim(for owner: Owner, selector: LabelSelector?) async throws -> [Pod] {
        let pods = context.cache.pods.snapshot
        let claim = OwnershipClaim(
            of: owner, selector: selector, own: pods.objects(by: .owner, owner.metadata.uid),
            orphans: pods.objects(by: .orphans, owner.namespace).filter(\.isActive))
        for pod in claim.adopt { try await context.client.patch(from: pod, to: pod.adopted(by: owner)) }
        for pod in claim.release { try await context.client.patch(from: pod, to: pod.released(by: owner)) }
        return claim.owned + claim.adopt
    }
}
