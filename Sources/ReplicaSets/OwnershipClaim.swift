package import API

/// Which objects belong to a controller, and which should: pods to a ReplicaSet, ReplicaSets to a Deployment.
///
/// An object belongs to the controller that its owner reference names, by its uid: a set that was deleted and made again
/// under its old name is another one. An object without a controller that the selector matches is *adopted*; one of ours
/// that the selector no longer matches is *released*: so changing a label takes a sick pod out of its set, to be looked
/// at, and the set makes another. What is being deleted doesn't change hands any more, neither pod nor set.
///
/// Source: `PodControllerRefManager` in kubernetes/pkg/controller/controller_ref_manager.go.
package struct OwnershipClaim<Object: Resource>: Sendable {
    package private(set) var owned: [Object] = []
    package private(set) var adopt: [Object] = []
    package private(set) var release: [Object] = []

    /// - Parameter objects: the owner's, and whatever else could be.
    package init<Owner: Resource>(of owner: Owner, selector: LabelSelector?, among objects: [Object]) {
        // lab 10.3: begin
        let isGoing = owner.metadata.isBeingDeleted
        for object in objects {
            let isWanted = selector.matches(object.metadata.labels)
            let isEnding = object.metadata.isBeingDeleted
            if object.metadata.isControlled(by: owner) {
                if isWanted || isGoing { owned.append(object) } else if !isEnding { release.append(object) }
            } else if object.metadata.controllerReference == nil, object.namespace == owner.namespace {
                if isWanted, !isGoing, !isEnding { adopt.append(object) }
            }
        }
        // lab 10.3: end
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
