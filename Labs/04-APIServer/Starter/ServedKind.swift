import API
import APIServerContract
import Schema

/// A kind by the word of its path.
struct ServedKind: Sendable {
    let kind: Kind
    let shape: Shape
    /// It has a status, with a path of its own.
    let hasStatus: Bool

    init(plural: String) throws(Status) {
        guard let type = Resources.all.first(where: { $0.kind.plural == plural && $0.kind.isStored }) else {
            throw .noSuchResource
        }
        kind = type.kind
        shape = .object(type.shape)
        hasStatus = type.shape["status"] != nil
    }
}

extension ObjectRequest {
    /// The object's place among those of its resource.
    var key: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}

extension DeletionRequest {
    /// From a body, `DeleteOptions`, which may be empty.
    init(options document: JSON) throws(Status) {
        self.init()
        do {
            let options = try DeleteOptions(json: document)
            gracePeriod = options.gracePeriodSeconds
            preconditions.uid = options.preconditions?.uid
            preconditions.resourceVersion = options.preconditions?.resourceVersion
        } catch {
            throw .badRequest("\(error)")
        }
    }
}

extension Selection {
    /// The objects of a namespace that have all of these labels.
    init(namespace: String, having wanted: [String: String]) {
        self.init(
            namespace: namespace, labels: { labels in wanted.allSatisfy { labels[$0.key] == $0.value } },
            fields: { _ in true })
    }
}

extension StoredObject {
    func parsed() throws(Status) -> JSON {
        do { return try document() } catch { throw .internalError("unreadable object: \(error)") }
    }
}
