package import API
import LabWorker
package import Schema

/// The verbs that write, as decisions: what is there goes in, what shall be there comes out.
///
/// ```
///   create   nothing there ─▶ the new object       something there ─▶ 409 AlreadyExists
///   update   nothing there ─▶ 404 NotFound         something there ─▶ the sent object, if its writer has seen this one
///   delete   nothing there ─▶ 404 NotFound         something there ─▶ gone, or marked until the last finalizer is off
/// ```
/// A patch is an update whose object is made here. Whoever asks reads before, and writes only if nobody was faster; so a
/// decision may be taken more than once. Source: kubernetes.io/docs/reference/using-api/api-concepts.
package enum Write {
    package static func create(
        _ document: JSON, over current: StoredVersion?, _ kind: Kind, name: String
    ) throws(Status) -> Change {
        // Lab 04, step 1: yours to write.
        notWritten()
    }

    /// - Parameters:
    ///   - sent: the whole object, as its writer wants it.
    ///   - prepared: what becomes of it, given what is there.
    package static func update(
        _ sent: JSON, over current: StoredVersion?, _ kind: Kind, name: String, prepared: (JSON) throws(Status) -> JSON
    ) throws(Status) -> Change {
        // Lab 04, step 1: yours to write.
        notWritten()
    }

    /// - Parameter defaultGrace: seconds; 0 for all kinds but pods.
    package static func delete(
        _ request: DeletionRequest, over current: StoredVersion?, _ kind: Kind, name: String, defaultGrace: Int,
        now: Time
    ) throws(Status) -> Change {
        // Lab 04, step 1: yours to write.
        notWritten()
    }
}
