import LabWorker
package import ObjectsContract

/// Who goes because its owners are gone?
///
/// An object without owners stays: nobody but a person deletes it. With owners it stays as long as one of them is of use
/// to it. Two kinds of owners aren't:
///
/// | an owner is… | when |
/// |---|---|
/// | gone | it isn't in the graph, and the server has said that it isn't there |
/// | waiting | it is being deleted in the foreground: it waits for its dependents to go first |
///
/// ```
///   an owner nobody knows yet?  ──▶ look it up before anything is deleted because of it
///   one that is of use?         ──▶ the object stays; references to the others are removed
///   none?                       ──▶ it is deleted, in the way that its own finalizers ask for; when an owner waits and it
///                                   has dependents itself, in the foreground; else in the background
/// ```
/// Source: kubernetes.io/docs/concepts/architecture/garbage-collection; `attemptToDeleteItem` in
/// kubernetes/pkg/controller/garbagecollector.
extension OwnerGraph {
    package func decide(_ uid: String) -> GarbageDecision {
        guard let object = self[uid] else { return .nothing }
        return object.isGoing ? finish(object) : judge(object)
    }

    private func judge(_ object: OwnedObject) -> GarbageDecision {
        let owners = object.owners.map(\.uid)
        // Lab 01, step 5: yours to write.
        notWritten()
    }

    /// It is being deleted in the foreground.
    private func isWaiting(_ uid: String) -> Bool {
        self[uid].map { $0.isGoing && $0.waitsForDependents } ?? false
    }
}
