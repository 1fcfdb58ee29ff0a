/// What the garbage collector knows of an object: who it is, whom it belongs to, and whether it is going.
public struct OwnedObject: Sendable, Hashable {
    /// An entry of `metadata.ownerReferences`.
    public struct Owner: Sendable, Hashable {
        public var uid: String
        /// `blockOwnerDeletion`: the owner must stay until this object is gone, when it is deleted in the foreground.
        public var isBlocked: Bool

        public init(_ uid: String, isBlocked: Bool = false) {
            self.uid = uid
            self.isBlocked = isBlocked
        }
    }

    public var uid: String
    public var owners: [Owner]
    public var finalizers: [String]
    /// It has a deletion timestamp.
    public var isGoing: Bool

    public init(_ uid: String, owners: [Owner] = [], finalizers: [String] = [], isGoing: Bool = false) {
        self.uid = uid
        self.owners = owners
        self.finalizers = finalizers
        self.isGoing = isGoing
    }

    /// Before it goes, its dependents are to lose it as their owner.
    public var orphansDependents: Bool { finalizers.contains(DeletionFinalizer.orphan) }
    /// Before it goes, its dependents are to go.
    public var waitsForDependents: Bool { finalizers.contains(DeletionFinalizer.foreground) }
}

/// What becomes of the dependents of an object that is deleted.
public enum Propagation: String, Sendable, Hashable, CaseIterable {
    case background = "Background"
    case foreground = "Foreground"
    case orphan = "Orphan"
}

/// How an object that is being deleted says what becomes of its dependents: the server adds the finalizer that the
/// propagation policy asks for, and the garbage collector takes it away when it has done its part.
public enum DeletionFinalizer {
    public static let orphan = "orphan"
    public static let foreground = "foregroundDeletion"
}

/// What is to be done about an object. Others are named by their uids.
public enum GarbageDecision: Sendable, Hashable {
    case nothing
    /// Ask the server whether these owners exist, and decide again.
    case lookUp([String])
    /// The object stays, but these owners are no use to it any more.
    case removeReferences([String])
    case delete(Propagation)
    /// Take the references to the object out of these, and the finalizer `orphan` out of the object.
    case setFree([String])
    case removeFinalizer(String)
    /// Others have to go first.
    case lookAt([String])
}
