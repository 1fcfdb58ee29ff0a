import API
import LabWorker
package import ReplicaSetsContract
package import Schema

/// What a controller has written and not yet seen in its own cache.
///
/// The cache lags behind the API server. A controller that has just created three pods and looks again too early would
/// count none of them and create three more. So it notes, *before* it writes, how many creations and which deletions
/// its watch will bring, and leaves the pods alone until they came, or until so much time has passed that something
/// must have gone wrong (a missed event, a pod that somebody else removed).
///
/// Creations are counted, since nobody knows the new pods' names beforehand. Deletions have names: a pod's end comes
/// twice, once when it begins to end and once when it is gone, and must not count for two.
///
/// Source: `ControllerExpectations` and `UIDTrackingControllerExpectations` in
/// kubernetes/pkg/controller/controller_utils.go.
package struct Expectations: Sendable {
    /// After so many seconds the cache is believed again.
    package static let lifetime = 300

    private struct Entry: Sendable {
        var creations = 0
        var deletions: Set<String> = []
        var since: Time
    }

    private var entries: [String: Entry] = [:]

    package init() {}

    // MARK: - Before writing

    /// - Parameter controller: key of the object whose pods are meant.
    package mutating func expect(_ controller: String, creations: Int, now: Time) {
        entries[controller] = Entry(creations: creations, since: now)
    }

    /// - Parameter deletions: keys of the pods.
    package mutating func expect(_ controller: String, deletions: [String], now: Time) {
        entries[controller] = Entry(deletions: Set(deletions), since: now)
    }

    // MARK: - What the watch brings

    /// A pod of the controller's is new, has changed, or is gone.
    package mutating func observe(_ event: PodEvent, of controller: String) {
        // Lab 10, step 5: yours to write.
        notWritten()
    }

    /// A creation was seen, or failed.
    package mutating func createdOne(_ controller: String) {
        // Lab 10, step 5: yours to write.
        notWritten()
    }

    /// A deletion was seen (the pod is going, or gone), or failed.
    package mutating func deleted(_ pod: String, of controller: String) {
        // Lab 10, step 5: yours to write.
        notWritten()
    }

    package mutating func forget(_ controller: String) { entries[controller] = nil }

    // MARK: - Before looking again

    package func areFulfilled(_ controller: String, now: Time) -> Bool {
        // Lab 10, step 5: yours to write.
        notWritten()
    }
}
