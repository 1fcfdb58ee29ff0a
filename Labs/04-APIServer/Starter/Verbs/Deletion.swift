internal import APIServerContract
import LabWorker
package import Schema

/// What a DELETE asks for: the fields of `DeleteOptions`, from the body or the query.
package struct DeletionRequest: Sendable {
    /// Seconds; nil for the object's own.
    package var gracePeriod: Int?
    /// What holds the object, given its finalizers: how dependents are to be treated is written down as one, too.
    package var holders: @Sendable (_ finalizers: [String]) -> [String] = { $0 }
    package var preconditions = WritePreconditions()
    package var isDryRun = false

    package init(gracePeriod: Int? = nil) { self.gracePeriod = gracePeriod }
}

/// What becomes of an object that somebody wants deleted.
///
/// "Delete" means "begin to delete" whenever somebody must act first:
///
/// ```
///            finalizers, or a grace period?
///   DELETE ──┬── neither ─────────────▶ gone
///            └── any ──▶ deletionTimestamp set, object stays
///                           ├─ kubelet has stopped the pod: DELETE with grace 0 ─▶ gone
///                           └─ the last finalizer is taken off ──────────────────▶ gone
/// ```
/// Source: kubernetes.io/docs/concepts/architecture/garbage-collection and .../working-with-objects/finalizers.
package enum Deletion: Sendable, Hashable {
    /// The object goes from the store now.
    case remove
    /// The object is written back, marked as being deleted.
    case mark(JSON)
    /// It is being deleted already, and the request changes nothing.
    case underWay

    /// - Parameters:
    ///   - document: the object as it is stored.
    ///   - defaultGrace: seconds; what the kind asks for when the request says nothing. 0 for all kinds but pods.
    ///   - now: RFC 3339 in whole seconds.
    package static func decide(_ document: JSON, _ request: DeletionRequest, defaultGrace: Int, now: Time) -> Deletion {
        // Lab 04, step 1: yours to write.
        notWritten()
    }

    /// True when an update has taken away the last thing that held an object which is being deleted.
    package static func isComplete(_ document: JSON) -> Bool {
        // Lab 04, step 1: yours to write.
        notWritten()
    }

    /// A namespace is held by `spec.finalizers` until its content is gone; no other kind has that member.
    private static func holdsContent(_ document: JSON) -> Bool {
        document["kind"]?.string == "Namespace"
            && document[path: ["spec", "finalizers"]]?.array?.isEmpty == false
    }

    /// A pod that no node has taken, or that has ended, has nothing to stop.
    private static func gracePeriod(of document: JSON, _ request: DeletionRequest, defaultGrace: Int) -> Int {
        guard document["kind"]?.string == "Pod" else { return 0 }
        let phase = document[path: ["status", "phase"]]?.string
        if document[path: ["spec", "nodeName"]] == nil || phase == "Succeeded" || phase == "Failed" { return 0 }
        return max(0, request.gracePeriod ?? defaultGrace)
    }

    /// A second request may only make the time shorter.
    private static func shortens(_ document: JSON, _ grace: Int) -> Bool {
        grace < document[path: ["metadata", "deletionGracePeriodSeconds"]]?.integer ?? 0
    }
}
