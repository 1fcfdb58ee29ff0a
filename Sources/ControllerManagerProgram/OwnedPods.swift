import API
import Client
import ReplicaSets
import ReplicaSetsContract
import Schema

/// What the controllers that own pods have in common: how they hear of them, and how they take them over.
struct OwnedPods<Owner: Resource>: Sendable {
    let context: ControllerContext
    let queue: Controller<String>
    let control: PodControl

    /// Each change of a pod wakes its owner.
    func observe() {
        context.cache.pods.onChange { [self] change in
            if case .modified(let old, let pod) = change, let before = owner(of: old), before != owner(of: pod) {
                queue.enqueue(before)
            }
            guard let owner = owner(of: change.object) else { return }
            control.saw(PodEvent(change), of: owner)
            queue.enqueue(owner)
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
        let claim = OwnershipClaim(of: owner, selector: selector, among: candidates(for: owner))
        return try await carryOut(
            PodClaim(owned: claim.owned, adopt: claim.adopt, release: claim.release), for: owner)
    }

    /// The owner's, and those that it might adopt.
    func candidates(for owner: Owner) -> [Pod] {
        let pods = context.cache.pods.snapshot
        return pods.objects(by: .owner, owner.metadata.uid)
            + pods.objects(by: .orphans, owner.namespace).filter(\.isActive)
    }

    /// - Returns: the owner's pods from now on.
    func carryOut(_ claim: PodClaim, for owner: Owner) async throws -> [Pod] {
        for pod in claim.adopt { try await context.client.patch(from: pod, to: pod.adopted(by: owner)) }
        for pod in claim.release { try await context.client.patch(from: pod, to: pod.released(by: owner)) }
        return claim.owned + claim.adopt
    }
}

extension PodEvent {
    init(_ change: Change<Pod>) {
        switch change {
        case .added(let pod): self = .added(pod)
        case .modified(_, let pod): self = .modified(pod)
        case .deleted(let pod): self = .deleted(pod)
        }
    }
}
