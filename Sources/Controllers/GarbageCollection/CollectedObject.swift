package import API
package import ObjectsContract

/// What the garbage collector needs to know of an object for its requests: where it is, and in which version; and for its
/// judgement: whom it belongs to.
package struct CollectedObject: Sendable {
    package let kind: Kind
    package let name: String
    package let namespace: String
    package let resourceVersion: String
    package let owners: [OwnerReference]
    /// As the owner graph sees it.
    package let owned: OwnedObject

    package var uid: String { owned.uid }

    package init(kind: Kind, metadata: ObjectMeta) {
        self.kind = kind
        name = metadata.name
        namespace = metadata.namespace
        resourceVersion = metadata.resourceVersion
        owners = metadata.ownerReferences
        owned = OwnedObject(
            metadata.uid,
            owners: owners.map { OwnedObject.Owner($0.uid, isBlocked: $0.blockOwnerDeletion == true) },
            finalizers: metadata.finalizers, isGoing: metadata.isBeingDeleted)
    }
}
