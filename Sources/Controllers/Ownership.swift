package import API

/// Which objects belong to a controller, and which should: pods to a ReplicaSet, ReplicaSets to a Deployment.
///
/// An object belongs to the controller that its owner reference names. One without a controller that the selector
/// matches is *adopted*; one of ours that the selector no longer matches is *released*: so changing a label takes a
/// sick pod out of its set, to be looked at, and the set makes another.
///
/// Source: `PodControllerRefManager` in kubernetes/pkg/controller/controller_ref_manager.go.
package struct OwnershipClaim<Object: Resource>: Sendable {
    package private(set) var owned: [Object] = []
    package private(set) var adopt: [Object] = []
    package private(set) var release: [Object] = []

    /// - Parameters:
    ///   - own: objects that name the owner as their controller.
    ///   - orphans: objects of the namespace without a controller.
    package init<Owner: Resource>(of owner: Owner, selector: LabelSelector?, own: [Object], orphans: [Object]) {
        let isGoing = owner.metadata.isBeingDeleted
        for object in own where object.metadata.isControlled(by: owner) {
            if selector.matches(object.metadata.labels) || isGoing {
                owned.append(object)
            } else if !object.metadata.isBeingDeleted {
                release.append(object)
            }
        }
        guard !isGoing else { return }
        adopt = orphans.filter {
            !$0.metadata.isBeingDeleted && $0.metadata.controllerReference == nil
                && selector.matches($0.metadata.labels) && $0.namespace == owner.namespace
        }
    }
}

extension Resource {
    /// The same, with a controller.
    package func adopted(by owner: some Resource) -> Self {
        var object = self
        object.metadata.ownerReferences.append(OwnerReference(controller: owner))
        return object
    }

    /// The same, without an owner.
    package func released(by owner: some Resource) -> Self {
        var object = self
        object.metadata.ownerReferences.removeAll { $0.uid == owner.metadata.uid }
        return object
    }
}
