import LabWorker
package import ObjectsContract

/// What a deletion takes along.
///
/// | policy     | the owner                          | the dependents                                   | its finalizer |
/// |------------|------------------------------------|--------------------------------------------------|---|
/// | Background | goes at once                       | are found without an owner, and go               | none |
/// | Foreground | stays until its dependents went    | go first; those that block keep the owner        | `foregroundDeletion` |
/// | Orphan     | stays until they are set free      | lose the reference, and stay                     | `orphan` |
///
/// The policy is asked for once, in a request; what is done because of it takes time, and whoever does it may be started
/// again meanwhile. So the server writes it into the object: as a finalizer, which also keeps the object from going.
///
/// Source: kubernetes.io/docs/concepts/architecture/garbage-collection, "Cascading deletion".
extension Propagation {
    /// The finalizers of an object whose deletion is asked for with this policy: its own, and what this one needs; what an
    /// earlier request asked for is forgotten.
    package func finalizers(_ present: [String]) -> [String] {
        // Lab 01, step 6: yours to write.
        notWritten()
    }
}

extension OwnerGraph {
    /// What to do about an object that is being deleted: does it wait for the garbage collector?
    func finish(_ object: OwnedObject) -> GarbageDecision {
        let dependents = dependents(of: object.uid)
        // Lab 01, step 6: yours to write.
        notWritten()
    }
}

extension OwnedObject {
    /// Its owner must stay until this one is gone.
    fileprivate func blocks(_ owner: String) -> Bool { owners.contains { $0.uid == owner && $0.isBlocked } }
}
