package import API
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
        // lab 04.1: begin
        guard current == nil else { throw .alreadyExists(kind, name: name) }
        return .write(document)
        // lab 04.1: end
    }

    /// - Parameters:
    ///   - sent: the whole object, as its writer wants it.
    ///   - prepared: what becomes of it, given what is there.
    package static func update(
        _ sent: JSON, over current: StoredVersion?, _ kind: Kind, name: String, prepared: (JSON) throws(Status) -> JSON
    ) throws(Status) -> Change {
        // lab 04.1: begin
        guard let current else { throw .notFound(kind, name: name) }
        try WritePreconditions(statedIn: sent).check(current, kind, name: name)
        let document = try prepared(current.document)
        return Deletion.isComplete(document) ? .remove(document) : .write(document)
        // lab 04.1: end
    }

    /// - Parameter defaultGrace: seconds; 0 for all kinds but pods.
    package static func delete(
        _ request: DeletionRequest, over current: StoredVersion?, _ kind: Kind, name: String, defaultGrace: Int,
        now: Time
    ) throws(Status) -> Change {
        // lab 04.1: begin
        guard let current else { throw .notFound(kind, name: name) }
        try request.preconditions.check(current, kind, name: name)
        switch Deletion.decide(current.document, request, defaultGrace: defaultGrace, now: now) {
        case .remove: return .remove(current.document)
        case .mark(let document): return .write(document)
        case .underWay: return .keep(current.document)
        }
        // lab 04.1: end
    }
}
