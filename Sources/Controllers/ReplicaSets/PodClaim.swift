package import API

/// Which pods belong to a controller, and which should.
///
/// A pod belongs to the controller that its owner reference names. One without a controller that the selector matches is
/// *adopted*; one of ours that the selector no longer matches is *released*: so changing a label takes a sick pod out of
/// its set, to be looked at, and the set makes another.
///
/// Source: `PodControllerRefManager` in kubernetes/pkg/controller/controller_ref_manager.go.
package struct PodClaim: Sendable {
    package private(set) var owned: [Pod] = []
    package private(set) var adopt: [Pod] = []
    package private(set) var release: [Pod] = []

    /// - Parameters:
    ///   - own: pods that name the owner as their controller.
    ///   - orphans: pods of the namespace without a controller.
    package init<Owner: Resource>(of owner: Owner, selector: LabelSelector?, own: [Pod], orphans: [Pod]) {
        let isGoing = owner.metadata.isBeingDeleted
        for pod in own where pod.metadata.isControlled(by: owner) {
            if selector.matches(pod.metadata.labels) || isGoing {
                owned.append(pod)
            } else if !pod.metadata.isBeingDeleted {
                release.append(pod)
            }
        }
        guard !isGoing else { return }
        adopt = orphans.filter {
            $0.isActive && $0.metadata.controllerReference == nil && selector.matches($0.metadata.labels)
                && $0.namespace == owner.namespace
        }
    }
}

extension ObjectMeta {
    /// The same, with an owner.
    package func adopted<Owner: Resource>(by owner: Owner) -> ObjectMeta {
        var metadata = self
        metadata.ownerReferences.append(OwnerReference(controller: owner))
        return metadata
    }

    /// The same, without an owner.
    package func released<Owner: Resource>(by owner: Owner) -> ObjectMeta {
        var metadata = self
        metadata.ownerReferences.removeAll { $0.uid == owner.metadata.uid }
        return metadata
    }
}
