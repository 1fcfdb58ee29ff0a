package import API

/// What the garbage collector knows of an object: who it is, whom it belongs to, and whether it is going.
package struct OwnedObject: Sendable, Hashable {
    package let kind: Kind
    package let metadata: ObjectMeta

    package init(kind: Kind, metadata: ObjectMeta) {
        self.kind = kind
        var kept = ObjectMeta()
        kept.name = metadata.name
        kept.namespace = metadata.namespace
        kept.uid = metadata.uid
        kept.resourceVersion = metadata.resourceVersion
        kept.ownerReferences = metadata.ownerReferences
        kept.finalizers = metadata.finalizers
        kept.deletionTimestamp = metadata.deletionTimestamp
        self.metadata = kept
    }

    package var uid: String { metadata.uid }
    var owners: [OwnerReference] { metadata.ownerReferences }
    var isGoing: Bool { metadata.isBeingDeleted }
    var orphansDependents: Bool { metadata.finalizers.contains(DeletionFinalizer.orphan) }
    var waitsForDependents: Bool { metadata.finalizers.contains(DeletionFinalizer.foreground) }
}

/// How an object that is being deleted says what becomes of its dependents: the server adds the finalizer that the
/// propagation policy asks for, and the garbage collector takes it away when it has done its part.
package enum DeletionFinalizer {
    package static let orphan = "orphan"
    package static let foreground = "foregroundDeletion"
}
